/** The fields that the company added to its records, as forms and facts show them. */
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Values } from "@/api/client";
import { fetchMeta, type MetaField } from "@/api/meta";
import type { Field, Kind, Noun, Row } from "./contract";
import type { Label } from "./labels";

const PREFIX = "custom.";
const KINDS: Record<string, Kind> = {
  long_text: "long",
  integer: "integer",
  decimal: "decimal",
  money: "decimal",
  date: "date",
  datetime: "moment",
  boolean: "yesno",
  choice: "choice",
  reference: "id",
  email: "email",
};

/** A field of the company's own: its `name` is `custom.<code>`. */
export interface OwnField extends Field {
  isCreatable: boolean;
  isChangeable: boolean;
  /** What it said stays in sight; nothing new is offered of it. */
  isRetired: boolean;
}

function ownField(told: MetaField): OwnField {
  const choices = told.choices?.map((each) => each.code ?? "");
  const isMultiple = told.multiple === true;
  return {
    name: told.name ?? "",
    kind: isMultiple ? "list" : (KINDS[told.type ?? ""] ?? "text"),
    label: told.label as Label | undefined,
    worded: Object.fromEntries((told.choices ?? []).map((each) => [each.code, each.label])) as Field["worded"],
    ...(isMultiple ? { items: { of: "choice" as Kind, choices } } : { choices }),
    required: told.required,
    longest: told.longest ?? undefined,
    references: told.references ?? undefined,
    currency: told.type === "money" ? (told.currency ?? undefined) : null,
    start: told.default ?? undefined,
    isCreatable: told.writable?.includes("create") ?? false,
    isChangeable: told.writable?.includes("change") ?? false,
    isRetired: told.retired === true,
  };
}

/** Whether records of the noun take fields of the company's own at all. */
function takesOwn(noun: Noun): boolean {
  return noun.fields.some((each) => each.name === "custom");
}

/** Nothing is asked where there can be none. */
function useMeta(noun: Noun) {
  return useMetaOf(noun.key, takesOwn(noun));
}

function useMetaOf(key: string, enabled: boolean) {
  return useQuery({
    queryKey: ["records", "custom-fields", "meta", key],
    enabled,
    staleTime: 60_000,
    queryFn: () => fetchMeta(key),
  });
}

/** Those that a new record of the noun takes, where a step of another one makes it. */
export function useOwnOfMade(key: string | undefined): { fields: OwnField[]; isPending: boolean } {
  const read = useMetaOf(key ?? "", key !== undefined);
  const own = (read.data?.fields ?? []).filter((each) => each.name?.startsWith(PREFIX)).map(ownField);
  return { fields: own.filter((each) => each.isCreatable), isPending: read.isLoading };
}

export function useOwnFields(noun: Noun) {
  const isAsked = takesOwn(noun);
  const read = useMeta(noun);
  const told = read.data?.fields ?? [];
  return {
    fields: told.filter((each) => each.name?.startsWith(PREFIX)).map(ownField),
    isPending: isAsked && read.isPending,
    error: isAsked && read.isError ? read.error : null,
    again: () => void read.refetch(),
  };
}

/** The noun with the company's own fields among those that its list shows, filters and sorts by. */
function withOwn(noun: Noun, told: MetaField[]): Noun {
  const own = told.filter((each) => each.name?.startsWith(PREFIX));
  if (own.length === 0) return noun;
  const named = own.map((each) => ({ field: ownField(each), told: each }));
  const asked = named.filter((each) => (each.told.operators ?? []).length > 0);
  return {
    ...noun,
    fields: [...noun.fields, ...named.map((each) => each.field)],
    filters: {
      ...noun.filters,
      ...Object.fromEntries(asked.map((each) => [each.field.name, each.told.operators ?? []])),
    },
    filterKinds: {
      ...noun.filterKinds,
      ...Object.fromEntries(asked.map((each) => [each.field.name, asFilter(each.field)])),
    },
    sorts: [...noun.sorts, ...named.filter((each) => each.told.sortable).map((each) => each.field.name)],
  };
}

/** One of several values is found like the only one. */
function asFilter({ kind, choices, items }: OwnField): { kind: Kind; choices?: string[] } {
  return kind === "list" ? { kind: items?.of ?? "choice", choices: items?.choices } : { kind, choices };
}

/** A list waits for what the company added only where its address names some of it. */
export function useOwnNoun(noun: Noun): { noun: Noun; isPending: boolean } {
  const read = useMeta(noun);
  const told = read.data?.fields;
  return { noun: useMemo(() => (told ? withOwn(noun, told) : noun), [noun, told]), isPending: read.isLoading };
}

/** A field that takes nothing new is not offered anew. */
export function isRetired(field: (Field & { isRetired?: boolean }) | undefined): boolean {
  return field?.isRetired === true;
}

export function isOwnName(name: string): boolean {
  return name.replace(/^-/, "").startsWith(PREFIX);
}

/** What a form begins with: the defaults, to be seen before they count. */
export function startOfOwn(fields: Field[]): Values {
  return Object.fromEntries(fields.filter((each) => each.start !== undefined).map((each) => [each.name, each.start]));
}

/** The values of a form as a request takes them: the company's own together, by code. */
export function gathered(values: Values): Values {
  const entries = Object.entries(values);
  const own = entries.filter(([name]) => name.startsWith(PREFIX));
  const others = Object.fromEntries(entries.filter(([name]) => !name.startsWith(PREFIX)));
  if (own.length === 0) return others;
  return { ...others, custom: Object.fromEntries(own.map(([name, value]) => [name.slice(PREFIX.length), value])) };
}

/** The row with each value of a field of the company's own where its name says. */
export function spread(row: Row): Row {
  const own = Object.entries((row.custom as Values | null | undefined) ?? {});
  return { ...row, ...Object.fromEntries(own.map(([code, value]) => [PREFIX + code, value])) };
}
