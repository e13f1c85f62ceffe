/** Reports of the catalogue: what there are, what one answers, and the records behind a row. */
import { ask } from "@/api/client";
import type { Row } from "@/records/contract";

export interface Named {
  name: string;
  kind: string;
  title: string;
  /** The managed list whose values it shows. */
  picklist?: string | null;
}

export interface ReportKind {
  id: string;
  title: string;
  question: string;
  address: string;
  /** Where the records behind its rows are, if not beside it. */
  behind?: string;
  allowed: boolean;
  parameters: { name: string; required: boolean }[];
  dimensions: Named[];
  measures: Named[];
  chart: string;
  /** In which forms it is sent by mail; a report that somebody built has none of these words. */
  mailed_as?: string[];
}

export interface Answer {
  rows: Record<string, unknown>[];
  totals?: unknown;
  chart?: { kind: string; x: string[]; series: { name: string; values: (string | number)[] }[] };
  next?: string | null;
  as_of?: { at: string | null; stated_lag_seconds: number };
}

export type Parameters = Record<string, string>;

export async function fetchCatalogue(): Promise<ReportKind[]> {
  return (await ask<{ reports: ReportKind[] }>("GET", "/v1/reports")).reports;
}

export function runReport(address: string, parameters: Parameters, signal?: AbortSignal): Promise<Answer> {
  return ask<Answer>("GET", address, { query: parameters, signal });
}

/** The records behind one row: its own words for it, or the stage of the funnel. */
export async function fetchRecordsBehind(kind: ReportKind, parameters: Parameters, drill: string): Promise<Row[]> {
  const query = { ...parameters, ...Object.fromEntries(new URLSearchParams(drill)) };
  const address = kind.behind ?? `${kind.address}/records`;
  const page = await ask<{ data?: Row[]; rows?: Row[] }>("GET", address, { query });
  return page.data ?? page.rows ?? [];
}
