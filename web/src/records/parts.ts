/** What a row of a part says: in which order, what it is called, and whether it could be said again as it was. */
import type { Values } from "@/api/client";
import type { Field, Noun, Part, Row } from "./contract";
import type { Names } from "./names";
import type { Listed } from "./picklists";
import type { Labels } from "./words";

const HIDDEN = new Set(["id", "version", "updated_at", "org_unit", "custom"]);
/** Who said it and when. Said again, it is said by somebody else at another time. */
const BEGINNINGS = new Set(["author", "created_at", "granted_by", "granted_at"]);
const CALLED = ["name", "product", "contact", "person", "owner", "org_unit", "description", "type", "title", "role"];
const MOST_COLUMNS = 8;

type Reference = { id?: string; name?: string } | null | undefined;

function isOwn(noun: Noun, name: string): boolean {
  const own = noun.key.replace(/ies$/, "y").replace(/s$/, "").replaceAll("-", "_");
  return name === own || name === `${own}_id`;
}

/** What adding one asks for first, who said it and when last. */
function rank(part: Part, field: Field): number {
  if (BEGINNINGS.has(field.name)) return 3;
  const asked = takenAs(part, field.name);
  return asked === undefined ? 2 : asked.required ? 0 : 1;
}

/** Whose unit a row belongs to is not shown, but for those that are made by naming a unit. */
export function shownFields(noun: Noun, part: Part, rows: Row[]): Field[] {
  const named = new Set(part.addFields?.map((each) => each.name.replace(/_id$/, "")));
  return (part.fields ?? [])
    .filter((each) => !HIDDEN.has(each.name) || named.has(each.name))
    .filter((each) => !isOwn(noun, each.name) && each.kind !== "list")
    .filter((each) => rows.some((row) => row[each.name] !== null && row[each.name] !== undefined))
    .toSorted((one, other) => rank(part, one) - rank(part, other))
    .slice(0, MOST_COLUMNS);
}

function takenAs(part: Part, name: string): Field | undefined {
  return part.addFields?.find((each) => each.name === name || each.name === `${name}_id`);
}

/** Whether sentences are written there; what is only told does not say so itself. */
export function isLong(part: Part, { name }: Field): boolean {
  const written = [...(part.addFields ?? []), ...(part.verbs ?? []).flatMap((each) => each.fields)];
  return written.some((each) => each.name === name && each.kind === "long");
}

/** What the row says where a form asks for this field: of a reference, its id. */
function valueFor(row: Row, name: string): unknown {
  if (name in row) return row[name];
  return (row[name.replace(/_id$/, "")] as Reference)?.id ?? null;
}

export function valuesFor(row: Row, fields: Field[]): Values {
  return Object.fromEntries(fields.map((each) => [each.name, valueFor(row, each.name)]));
}

export function idOf(part: Part, row: Row): string {
  return String(valueFor(row, part.key ?? "id"));
}

/** What one calls the row when speaking of it. */
export function calledAs(part: Part, row: Row, names: Names, labels: Labels, listed: Listed): string {
  for (const name of [...CALLED, "person_id", "org_unit_id"]) {
    const value = row[name] as string | Reference;
    if (typeof value === "object" && value?.name) return value.name;
    const list = part.fields?.find((each) => each.name === name)?.picklist;
    if (typeof value === "string" && value && list) return listed.say(list, value);
    if (typeof value === "string" && value) return names[value] ?? (name.endsWith("_id") ? "…" : labels.choice(value));
  }
  return "";
}

/** What would add the row again as it is; undefined where it says more than adding one takes. */
export function saidAgain(noun: Noun, part: Part, row: Row): Values | undefined {
  const lost = (part.fields ?? []).filter(
    ({ name }) =>
      !HIDDEN.has(name) && !BEGINNINGS.has(name) && !isOwn(noun, name) && !takenAs(part, name) && Boolean(row[name]),
  );
  if (!part.addFields?.length || lost.length > 0) return undefined;
  return Object.fromEntries(Object.entries(valuesFor(row, part.addFields)).filter(([, value]) => value !== null));
}
