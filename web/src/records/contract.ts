/** What the API says of a noun, written by contract.mjs from its OpenAPI document; loaded when the noun is opened. */
import { useSuspenseQuery } from "@tanstack/react-query";
import type { Values } from "@/api/client";
import index from "@/api/contract/index.json";
import type { Display, Shown } from "./display";
import { DISPLAYS } from "./displays";
import type { Label } from "./labels";

export type Kind =
  | "text"
  | "long"
  | "email"
  | "decimal"
  | "integer"
  | "number"
  | "yesno"
  | "date"
  | "moment"
  | "choice"
  | "id"
  | "person"
  | "unit"
  | "ref"
  | "list"
  | "object";

export interface Field {
  name: string;
  kind: Kind;
  choices?: string[];
  /** The company's managed list whose values it takes. */
  picklist?: string;
  required?: boolean;
  longest?: number;
  least?: number;
  most?: number;
  /** What its value, a rule, may say of a record. */
  rules?: Rule[];
  items?: { of: Kind; choices?: string[]; fields?: Field[] };
  /** Of a field that the company added: what it and its choices are called, what it points at, what it begins with. */
  label?: Label;
  worded?: Record<string, Label | null>;
  references?: string;
  /** Null where a decimal is no money. */
  currency?: string | null;
  start?: unknown;
}

export interface Rule extends Field {
  operators: string[];
}

export interface Verb {
  name: string;
  right: string;
  fields: Field[];
}

export interface Part {
  name: string;
  right: string;
  adds?: string;
  /** What a row says and what adding one takes, where the part is shown as a table. */
  fields?: Field[];
  addFields?: Field[];
  /** What can be done to one row, and by which of its fields the API knows it. */
  key?: string;
  verbs?: Verb[];
  remove?: { name: string; right: string };
}

/** How records stand on a board. */
export interface Board {
  by: string;
  cards: number;
  fields: string[];
  totals: string[];
  sort: string;
  closed_sort: string;
}

export interface Noun {
  key: string;
  path: string;
  right: string;
  one: boolean;
  bulk: boolean;
  fields: Field[];
  filters: Record<string, string[]>;
  filterKinds: Record<string, { kind: Kind; choices?: string[] }>;
  sorts: string[];
  totals: string[];
  q: boolean;
  standard: string;
  board?: Board;
  create?: { right: string; fields: Field[] };
  change?: { right: string; fields: Field[] };
  remove?: { right: string };
  verbs: Verb[];
  parts: Part[];
  /** What a record holds as rows, as its own page tells it. */
  lists: Field[];
  display: Display;
}

/** A record as a list or a page shows it. */
export type Row = Values & { id: string; version?: number };

type Told = Omit<Noun, "display"> & { columns: string[] };

const files = import.meta.glob<{ default: Told }>("../api/contract/*.json");
const PLAIN: Shown = { title: "name", views: [{ name: "all", filters: [] }], chips: [] };

export const NOUNS = index as Record<string, { right: string; create: string | null; search: boolean }>;

export function isNoun(key: string | undefined): key is string {
  return key !== undefined && key in NOUNS && key in DISPLAYS;
}

async function load(key: string): Promise<Noun> {
  const file = files[`../api/contract/${key}.json`];
  if (!file) throw new Error(`no contract of ${key}`);
  const { columns, ...noun } = (await file()).default;
  const shown = DISPLAYS[key] ?? PLAIN;
  return { ...noun, display: { ...shown, columns: columns.length > 0 ? columns : [shown.title] } };
}

export function nounQuery(key: string) {
  return { queryKey: ["contract", key], queryFn: () => load(key), staleTime: Number.POSITIVE_INFINITY };
}

export function useNoun(key: string): Noun {
  return useSuspenseQuery(nounQuery(key)).data;
}

export function fieldOf(noun: Noun, name: string): Field | undefined {
  return noun.fields.find((each) => each.name === name);
}

/** The name by which a list filters a field: a reference by its id. */
export function filterName(noun: Noun, field: string): string | undefined {
  return [field, `${field}_id`].find((each) => each in noun.filters);
}

export function sortName(noun: Noun, field: string): string | undefined {
  return [field, `${field}_name`, field.replace(/_id$/, "_name")].find((each) => noun.sorts.includes(each));
}

/** tenon.sales.opportunity.won.v1 is said as "sales.opportunity.won". */
const TYPE = /^tenon\.(.+)\.v\d+$/;

/** What a record is called: its title, or what stands for it. */
export function titleOf(noun: Noun, row: Row): string {
  const value = row[noun.display.title] as string | { name?: string } | null | undefined;
  if (value && typeof value === "object") return value.name ?? row.id;
  if (typeof value === "string" && TYPE.test(value)) return value.replace(TYPE, "$1").replaceAll("_", " ");
  return String(value ?? row.number ?? row.name ?? row.code ?? row.id.slice(0, 8));
}
