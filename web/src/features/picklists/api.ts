/** Calls on managed lists and their values; both are addressed by their codes. */
import { ask } from "@/api/client";
import { cache } from "@/api/queries";
import type { Page } from "@/api/records";
import type { Row } from "@/records/contract";
import type { Label } from "@/records/labels";

export const CHANGE = "gateway.picklist:change";

export interface Picklist extends Row {
  code: string;
  label: Label;
  shipped: boolean;
}

export interface PicklistValue extends Row {
  code: string;
  label: Label;
  position: number;
  retired: boolean;
}

const MOST = 200;
const MOST_PAGES = 10;

/** All there are; a list holds at most five hundred values, an installation a thousand lists. */
async function fetchAll<R>(path: string, sort: string): Promise<R[]> {
  const rows: R[] = [];
  let cursor = "";
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const read = await ask<Page<R>>("GET", path, { query: { limit: String(MOST), sort, cursor } });
    rows.push(...read.data);
    if (!read.next) break;
    cursor = read.next;
  }
  return rows;
}

export function fetchPicklists(): Promise<Picklist[]> {
  return fetchAll<Picklist>("/v1/picklists", "code");
}

export function valuesPath(list: string): string {
  return `/v1/picklists/${encodeURIComponent(list)}/values`;
}

export const valuesKey = (list: string) => ["records", "picklists", list, "values in order"];

export function fetchValues(list: string): Promise<PicklistValue[]> {
  return fetchAll<PicklistValue>(valuesPath(list), "position");
}

export function rereadLists(): Promise<void> {
  return cache.invalidateQueries({ queryKey: ["records", "picklists"] });
}
