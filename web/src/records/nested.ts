/** Lists within a request: the instalments of an order, the tiers of a plan. In plain functions: no screen, no calls. */
import type { Values } from "@/api/client";
import type { Field, Row } from "./contract";
import { nounOf } from "./displays";

/** Whether the field holds rows, each of several fields or of one record. */
export function isNested(field: Field): boolean {
  return field.kind === "list" && (field.items?.of === "object" || field.items?.of === "id");
}

/** What one row asks for, what it must say first, whole sentences last. Of ids alone it is one field: `person_ids` asks for `person_id`. */
export function columnsOf(field: Field): Field[] {
  if (field.items?.of === "id") return [{ name: field.name.replace(/s$/, ""), kind: "id", required: true }];
  const rank = ({ required, kind }: Field) => (required ? 0 : kind === "long" ? 2 : 1);
  return (field.items?.fields ?? []).filter(isEnterable).toSorted((one, other) => rank(one) - rank(other));
}

/** Whether a person can enter the field in a form. */
export function isEnterable(field: Field): boolean {
  if (["id", "custom", "external_id", "version", "call_id"].includes(field.name)) return false;
  if (field.kind === "object" || field.kind === "person" || field.kind === "unit") return false;
  if (isNested(field)) return areRowsEnterable(field);
  if (field.kind === "list") return field.items !== undefined;
  if (field.kind === "id") return nounOf(field) !== undefined;
  return true;
}

function areRowsEnterable(field: Field): boolean {
  const needed = field.items?.fields?.filter((each) => each.required) ?? [];
  const columns = columnsOf(field);
  return columns.length > 0 && [...needed, ...columns].every(isEnterable);
}

/** Whether one input takes it: where many records are changed at once, or a fact where it stands. */
export function isPlain(field: Field): boolean {
  return isEnterable(field) && !isNested(field);
}

export function rowsOf(field: Field, value: unknown): Values[] {
  const rows = (value as unknown[] | null | undefined) ?? [];
  const [only] = columnsOf(field);
  return field.items?.of === "id" ? rows.map((each) => ({ [only?.name ?? ""]: each })) : (rows as Values[]);
}

export function valueFrom(field: Field, rows: Values[]): unknown[] {
  const [only] = columnsOf(field);
  return field.items?.of === "id" ? rows.map((each) => each[only?.name ?? ""] ?? null) : rows;
}

/** The rows as a request takes them: without what was left empty, so that each place stays the one that refusals name. */
export function sentRows(field: Field, value: unknown): unknown {
  if (field.items?.of !== "object" || !Array.isArray(value)) return value;
  const isSaid = ([, each]: [string, unknown]) => each !== null && each !== undefined && each !== "";
  return (value as Values[]).map((row) => Object.fromEntries(Object.entries(row).filter(isSaid)));
}

/** What a list holds now, as its form takes it: of a reference, its id; what no row is asked for is left away. */
export function startOfRows(field: Field, value: unknown): unknown {
  if (field.items?.of !== "object") return value ?? [];
  const names = (field.items.fields ?? []).map((each) => each.name);
  const said = (row: Row, name: string) => row[name] ?? (row[name.replace(/_id$/, "")] as Row | undefined)?.id;
  return ((value as Row[] | null | undefined) ?? []).map((row) =>
    Object.fromEntries(names.map((name) => [name, said(row, name)]).filter(([, each]) => each !== undefined)),
  );
}

/** A list that must be said begins with a row to write in. */
export function firstRows(fields: Field[]): Values {
  const asked = fields.filter((each) => isNested(each) && each.required && each.items?.of === "object");
  return Object.fromEntries(asked.map((each) => [each.name, [{}]]));
}

/** Rows that name lines of the record they belong to choose among those. */
export function amongItsLines(field: Field, of: Row): Field {
  const lines = of.lines as { id: string; name: string; quantity: number }[] | undefined;
  if (!isList(field) || !lines) return field;
  const worded = Object.fromEntries(lines.map((each) => [each.id, { en: `${each.name} × ${each.quantity}` }]));
  const choices = lines.map((each) => each.id);
  const fields = field.items?.fields?.map((each) =>
    each.name === "line_id" ? { ...each, kind: "choice" as const, choices, worded } : each,
  );
  return { ...field, items: { of: "object", fields } };
}

function isList(field: Field): boolean {
  return field.items?.of === "object" && Boolean(field.items.fields?.some((each) => each.name === "line_id"));
}
