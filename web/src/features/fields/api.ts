/** Calls on the fields that the company adds to its records. */
import { cache } from "@/api/queries";
import { type Page, searchRecords } from "@/api/records";
import type { Row } from "@/records/contract";
import type { Label } from "@/records/labels";

export const PATH = "/v1/custom-fields";

export const MAY = {
  create: "gateway.custom_field:create",
  change: "gateway.custom_field:change",
  retire: "gateway.custom_field:retire",
  reinstate: "gateway.custom_field:reinstate",
};

export interface CustomField extends Row {
  entity: string;
  code: string;
  label: Label;
  type: string;
  required: boolean;
  multiple: boolean;
  picklist: string | null;
  references: string | null;
  currency: string | null;
  default: unknown;
  position: number;
  retired: boolean;
}

export const keyOf = (entity: string) => ["records", "custom-fields", "of", entity];

/** Those of one kind of record in their order; there is room for no more than a page holds. */
export function fetchFields(entity: string): Promise<Page<CustomField>> {
  const filter = { field: "entity", op: "eq", value: entity };
  return searchRecords<CustomField>(PATH, { filter, sort: ["position", "code"], limit: 200 });
}

export function rereadFields(): Promise<void> {
  return cache.invalidateQueries({ queryKey: ["records", "custom-fields"] });
}

const WHOLE = /^-?\d+$/;

/** The default as its type takes it. What cannot be read is sent as it is, for the API to say what is wrong. */
export function defaultOf(type: string, text: string): unknown {
  if (text === "") return null;
  if (type === "boolean" && (text === "true" || text === "false")) return text === "true";
  if (type === "integer" && WHOLE.test(text)) return Number(text);
  return text;
}
