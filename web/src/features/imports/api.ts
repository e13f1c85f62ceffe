/** Imports: files of records from elsewhere, prepared, tried, run and taken back. */
import { ask, type Schemas } from "@/api/client";
import told from "@/api/contract/import-rows.json";
import { cache } from "@/api/queries";
import { type Page, searchRecords } from "@/api/records";

export interface RowField {
  name: string;
  kind: string;
  required?: boolean;
  nullable?: boolean;
}

export interface Entity {
  right: string;
  key: string;
  takes_password: boolean;
  custom: boolean;
  fields: RowField[];
}

export interface Rule {
  column?: string;
  constant?: unknown;
  split_by?: string | null;
  empty_as_null?: boolean;
}

export interface Import {
  id: string;
  name: string;
  entity: string;
  mode: string;
  mapping: Record<string, Rule>;
  status: string;
  rows: number;
  progress: { done: number; total: number };
  counts: Record<"created" | "updated" | "unchanged" | "rejected", number>;
  notes: { text: string; rows: number }[];
  failure: string | null;
  made_by: { id: string; name: string };
  created_at: string;
}

export interface Result {
  row: number;
  key: string | null;
  outcome: string;
  id: string | null;
  messages: string[];
}

export interface Prepared {
  entity: string;
  mode: string;
  name: string;
  mapping: Record<string, Rule>;
}

export const ENTITIES = told as Record<string, Entity>;
export const MODES = ["upsert", "create", "update"];

/** The form comes first, then its file: a file that is refused leaves a draft that nobody runs. */
export async function prepare(body: Prepared, file: File): Promise<Import> {
  const made = await ask<Import>("POST", "/v1/imports", { body });
  return ask<Import>("POST", `/v1/imports/${made.id}/file`, { body: new Blob([file], { type: "text/csv" }) });
}

export function fetchImport(id: string): Promise<Import> {
  return ask<Import>("GET", `/v1/imports/${id}`);
}

/** Earlier imports of the same kind, the newest first: their columns can be taken again. */
export async function fetchEarlier(entity: string): Promise<Import[]> {
  const filter = { field: "entity", op: "eq", value: entity };
  const page = await searchRecords<Import>("/v1/imports", { filter, sort: ["-created_at"], limit: 20 });
  return page.data;
}

export async function fetchCustomFields(entity: string): Promise<RowField[]> {
  const filter = {
    and: [
      { field: "entity", op: "eq", value: entity },
      { field: "retired", op: "eq", value: false },
    ],
  };
  const page = await searchRecords<{ code: string }>("/v1/custom-fields", { filter, limit: 200 });
  return page.data.map((each) => ({ name: `custom.${each.code}`, kind: "text", nullable: true }));
}

export function fetchResults(id: string, outcome: string, cursor: string): Promise<Page<Result>> {
  return ask<Page<Result>>("GET", `/v1/imports/${id}/results`, { query: { outcome, cursor, limit: "50" } });
}

export async function begin(id: string, verb: "dry-run" | "run", password = ""): Promise<void> {
  await ask("POST", `/v1/imports/${id}/${verb}`, { body: password ? { password } : {} });
  await cache.invalidateQueries({ queryKey: ["imports", id] });
}

export function cancel(id: string): Promise<unknown> {
  return ask("POST", `/v1/jobs/${id}/cancel`, { body: {} });
}

export function fetchJob(id: string): Promise<Schemas["JobDetailView"]> {
  return ask("GET", `/v1/jobs/${id}`);
}
