/** Calls on managed lists; what their values are called every screen asks, and so do these. */
import { cache } from "@/api/queries";
import type { Row } from "@/records/contract";
import type { Label } from "@/records/labels";
import { fetchAll } from "@/records/picklists";

export { fetchValues, type PicklistValue, valuesKey, valuesPath } from "@/records/picklists";

export const CHANGE = "gateway.picklist:change";

export interface Picklist extends Row {
  code: string;
  label: Label;
  shipped: boolean;
}

export function fetchPicklists(): Promise<Picklist[]> {
  return fetchAll<Picklist>("/v1/picklists", "code");
}

export function rereadLists(): Promise<void> {
  return cache.invalidateQueries({ queryKey: ["records", "picklists"] });
}
