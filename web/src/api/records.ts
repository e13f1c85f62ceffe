/** Calls on records of any noun. */
import { ask, type Values } from "./client";

export interface Page<R> {
  data: R[];
  next: string | null;
  prev: string | null;
  count?: number;
  totals?: Record<string, string | null>;
  /** Only where the rows are of several currencies: then the totals are null. */
  totals_by_currency?: Record<string, Record<string, string | null>>;
}

export interface SearchBody {
  filter?: unknown;
  sort?: string[];
  limit?: number;
  cursor?: string;
  count?: "none" | "estimate" | "exact";
  fields?: string[];
  totals?: string[];
  q?: string;
}

export interface BulkOperation {
  op: string;
  id: string;
  body: Values;
}

export interface BulkAnswer {
  job_id: string;
  succeeded: number;
  failed: number;
  results: { index: number; id: string | null; status: number; problem: { detail?: string } | null }[];
}

export function searchRecords<R>(path: string, body: SearchBody, signal?: AbortSignal): Promise<Page<R>> {
  return ask<Page<R>>("POST", `${path}/search`, { body, signal });
}

export function fetchRecord<R>(path: string, id: string): Promise<R> {
  return ask<R>("GET", `${path}/${id}`);
}

export function createRecord<R>(path: string, body: Values): Promise<R> {
  return ask<R>("POST", path, { body });
}

export function changeRecord<R>(path: string, id: string, body: Values, version?: number): Promise<R> {
  return ask<R>("PATCH", `${path}/${id}`, { body, version });
}

export function removeRecord(path: string, id: string): Promise<void> {
  return ask<void>("DELETE", `${path}/${id}`);
}

export function actOnRecord<R>(path: string, id: string, verb: string, body: Values): Promise<R> {
  return ask<R>("POST", `${path}/${id}/${verb}`, { body });
}

export function bulk(path: string, operations: BulkOperation[]): Promise<BulkAnswer> {
  return ask<BulkAnswer>("POST", `${path}/bulk`, { body: { operations } });
}

export function undoJob(id: string): Promise<unknown> {
  return ask("POST", `/v1/jobs/${id}/undo`, { body: {} });
}

export function fetchPart<R>(path: string, id: string, part: string, query?: Record<string, string>): Promise<R> {
  return ask<R>("GET", `${path}/${id}/${part}`, { query });
}

export interface HistoryEntry {
  sequence: number;
  type: string;
  at: string;
  actor: { id: string; name: string } | null;
  channel: string | null;
  changes: Record<string, { before: unknown; after: unknown }>;
}

const MOST_PAGES = 10;

/** The history of a record, the newest first. The API tells it from the beginning, two hundred entries at a time. */
export async function fetchHistory(path: string, id: string): Promise<HistoryEntry[]> {
  const entries: HistoryEntry[] = [];
  let cursor = "";
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const read = await fetchPart<Page<HistoryEntry>>(path, id, "history", { cursor });
    entries.push(...read.data);
    if (!read.next) break;
    cursor = read.next;
  }
  return entries.reverse();
}

export interface Attachment {
  id: string;
  name: string;
  version: number;
  note: string | null;
  size: number | null;
  author: { name: string } | null;
  created_at: string;
  for_partners: boolean;
}

/** A file is named first, then its content follows. */
export async function attachFile(path: string, id: string, file: File): Promise<Attachment> {
  const named = await ask<Attachment>("POST", `${path}/${id}/files`, {
    body: { name: file.name, ...(file.type ? { media_type: file.type } : {}) },
  });
  return ask<Attachment>("POST", `${path}/${id}/files/${named.id}/content`, {
    body: new Blob([await file.arrayBuffer()]),
  });
}

export function removeFile(path: string, id: string, file: string): Promise<void> {
  return ask<void>("DELETE", `${path}/${id}/files/${file}`);
}

/** Lets partners who see the deal have the file, or no longer. */
export function setForPartners(path: string, id: string, file: Attachment): Promise<Attachment> {
  const verb = file.for_partners ? "close-to-partners" : "open-to-partners";
  return ask("POST", `${path}/${id}/files/${file.id}/${verb}`, { body: {} });
}

/** Gives the browser a file that the gateway answers with. */
export async function download(path: string, name: string, query?: Record<string, string>): Promise<void> {
  const blob = await ask<Blob>("GET", path, { blob: true, query });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
