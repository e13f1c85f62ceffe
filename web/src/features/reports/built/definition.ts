/** A report as it is being built, and what of it the API is told. */
import { ask, type Schemas, type Values } from "@/api/client";
import type { Row } from "@/records/contract";
import type { Answer, Named, ReportKind } from "../api";

export interface Column {
  name: string;
  kind: string;
  title: string;
  picklist?: string | null;
}

export interface Table {
  name: string;
  title: string;
  columns: Column[];
}

export interface Group {
  column: string;
  grain?: string;
}

export interface Measure {
  function: string;
  column?: string;
}

export interface Condition {
  column: string;
  op: string;
  values: string[];
}

export interface Definition {
  title: string;
  table: string;
  lists: boolean;
  columns: string[];
  filters: Condition[];
  groups: Group[];
  measures: Measure[];
  sort: string;
  day: string | null;
  chart: { kind: string; x: string; y: string } | null;
}

export type Built = Row & Required<Pick<Schemas["BuiltReportView"], "title" | "table">> & Values;

export const FUNCTIONS = ["count", "sum", "avg", "min", "max"] as const;
export const GRAINS = ["month", "quarter", "year"] as const;
export const CHARTS = ["bar", "line", "pie"] as const;
const NUMBERS = new Set(["count", "money", "rate"]);

export const isNumber = (column: Column | undefined) => column !== undefined && NUMBERS.has(column.kind);

/** What a measure is called in the answer: `sum_amount`, or `count` for the rows. */
export const nameOf = (measure: Measure) =>
  measure.column ? `${measure.function}_${measure.column}` : measure.function;

export function begun(table: Table): Definition {
  const first = ["status", "category", "activity_type"].find((name) =>
    table.columns.some((each) => each.name === name),
  );
  return {
    title: "",
    table: table.name,
    lists: false,
    columns: [],
    filters: [],
    groups: first ? [{ column: first }] : [],
    measures: [{ function: "count" }],
    sort: "",
    day: null,
    chart: first ? { kind: "bar", x: first, y: "count" } : null,
  };
}

export function heldOf(built: Built): Definition {
  const parts = built as unknown as Omit<Definition, "sort" | "lists"> & { sort: string[] };
  const lists = parts.columns.length > 0;
  const measures = parts.measures.length > 0 || lists ? parts.measures : [{ function: "count" }];
  return { ...parts, lists, measures, sort: parts.sort[0] ?? "" };
}

/** What is shown and can be sorted by, by name. */
export function shownOf(held: Definition): string[] {
  return held.lists ? held.columns : [...held.groups.map((each) => each.column), ...held.measures.map(nameOf)];
}

/** Money of several currencies is never summed: a report that sums money tells currencies apart, or keeps to one. */
function groupsOf(held: Definition, table: Table): Group[] {
  const kindOf = (name?: string) => table.columns.find((each) => each.name === name)?.kind;
  const isMoney = held.measures.some((each) => kindOf(each.column) === "money");
  const isOne =
    held.groups.some((each) => each.column === "currency") ||
    filledIn(held).some((each) => each.column === "currency" && each.op === "eq");
  return isMoney && !isOne && kindOf("currency") ? [...held.groups, { column: "currency" }] : held.groups;
}

/** Conditions that have a value already. */
function filledIn(held: Definition): Condition[] {
  return held.filters
    .map((each) => ({ ...each, values: each.values.map((one) => one.trim()).filter(Boolean) }))
    .filter((each) => each.values.length > 0);
}

/** The parts of the report as the API takes them; what no longer fits what is shown is left out. */
export function partsOf(held: Definition, table: Table): Values {
  const shown = shownOf(held);
  const groups = held.lists ? [] : groupsOf(held, table);
  const measures = held.lists ? [] : held.measures;
  const first = groups[0]?.column;
  const { chart } = held;
  const x = groups.find((each) => each.column === chart?.x)?.column ?? first;
  const y = measures.map(nameOf).find((each) => each === chart?.y) ?? (measures[0] ? nameOf(measures[0]) : undefined);
  return {
    columns: held.lists ? held.columns : [],
    filters: filledIn(held),
    groups,
    measures,
    sort: shown.includes(held.sort.replace(/^-/, "")) ? [held.sort] : [],
    day: held.day,
    chart: chart && x && y ? { kind: chart.kind, x, y } : null,
  };
}

/** A built report as one of the catalogue, so that the same pages show it. */
export function kindOf(
  report: { id: string; title: string; parts: Values },
  table: Table,
  titled: (m: Measure) => string,
): ReportKind {
  const parts = report.parts as unknown as Omit<Definition, "sort">;
  const by = (name: string): Named => {
    const column = table.columns.find((each) => each.name === name);
    return { name, kind: column?.kind ?? "text", title: column?.title ?? name, picklist: column?.picklist };
  };
  const listed = parts.columns.map(by);
  const measures = parts.measures.map((each) => ({
    name: nameOf(each),
    kind: each.function === "count" ? "count" : by(each.column ?? "").kind,
    title: titled(each),
  }));
  return {
    id: report.id,
    title: report.title,
    question: table.title,
    address: `/v1/built-reports/${report.id}/rows`,
    behind: `/v1/built-reports/${report.id}/records`,
    allowed: true,
    parameters: ["org_unit", "include_children", "owner", "currency", ...(parts.day ? ["period"] : [])].map((name) => ({
      name,
      required: false,
    })),
    dimensions: [...parts.groups.map((each) => by(each.column)), ...listed.filter((each) => !isNumber(each))],
    measures: [...measures, ...listed.filter(isNumber)],
    chart: parts.chart?.kind ?? "none",
  };
}

export async function fetchTables(): Promise<Table[]> {
  return (await ask<{ tables: Table[] }>("GET", "/v1/questions/tables")).tables;
}

export function preview(table: string, parts: Values, signal?: AbortSignal): Promise<Answer> {
  return ask<Answer>("POST", "/v1/built-reports/preview", { body: { table, ...parts }, signal });
}
