/** The state of a list is its address: filters, words, sort, columns and page can be sent to a colleague as a link. */
import { useCallback, useMemo } from "react";
import { useSearchParams } from "react-router";
import { usePerson } from "@/components/person";
import type { Noun } from "./contract";

export interface Filter {
  field: string;
  op: string;
  value: string;
}

export interface Asking {
  view: string;
  filters: Filter[];
  q: string;
  sort: string;
  columns: string[];
  cursor: string;
  from: number;
}

export type Tree = { field: string; op: string; value: unknown } | { and: Tree[] } | { or: Tree[] } | { not: Tree };

export function readFilter(text: string): Filter {
  const [field = "", op = "eq", ...rest] = text.split(":");
  return { field, op, value: rest.join(":") };
}

export function writeFilter({ field, op, value }: Filter): string {
  return `${field}:${op}:${value}`;
}

function meant(noun: Noun, { field, op, value }: Filter, me: string): Tree {
  const one = (each: string): unknown => {
    if (each === "me") return me;
    const kind = noun.filterKinds[field]?.kind;
    if (kind === "yesno" || op === "null") return each === "true";
    return kind === "integer" || kind === "number" ? Number(each) : each;
  };
  if (op === "in" || op === "between") return { field, op, value: value.split(",").map(one) };
  return { field, op, value: one(value) };
}

/** The filters as the tree that a search takes. */
export function useTree(noun: Noun, filters: Filter[]): Tree | undefined {
  const { id } = usePerson();
  return useMemo(() => {
    const all = filters.map((each) => meant(noun, each, id ?? ""));
    return all.length > 0 ? { and: all } : undefined;
  }, [noun, filters, id]);
}

/** A kept view's tree as filters, if it is no more than conditions that must all hold. */
export function flattened(tree: unknown): Filter[] | null {
  if (!tree) return [];
  const node = tree as Record<string, unknown>;
  if (Array.isArray(node.and)) {
    const parts = node.and.map(flattened);
    return parts.every((each) => each !== null) ? parts.flat() : null;
  }
  if (typeof node.field !== "string") return null;
  return [{ field: node.field, op: String(node.op), value: [node.value].flat().map(String).join(",") }];
}

export function useAsking(noun: Noun): [Asking, (next: Partial<Asking>) => void] {
  const [params, setParams] = useSearchParams();
  const text = params.toString();
  const asking = useMemo(() => read(noun, new URLSearchParams(text)), [noun, text]);
  const change = useCallback(
    (next: Partial<Asking>) =>
      setParams((held) => write(noun, { ...read(noun, held), cursor: "", from: 0, ...next }, held), {
        replace: "cursor" in next === false,
      }),
    [noun, setParams],
  );
  return [asking, change];
}

function read(noun: Noun, params: URLSearchParams): Asking {
  const view = params.get("view") ?? noun.display.views[0]?.name ?? "all";
  const standard = noun.display.views.find((each) => each.name === view);
  const given = params.getAll("f");
  const filters = params.has("f") ? given.filter(Boolean) : (standard?.filters ?? []);
  return {
    view,
    filters: filters.map(readFilter),
    q: params.get("q") ?? "",
    sort: params.get("sort") ?? standard?.sort ?? noun.standard,
    columns: params.get("cols")?.split(",") ?? noun.display.columns,
    cursor: params.get("cursor") ?? "",
    from: Number(params.get("from") ?? 0),
  };
}

function write(noun: Noun, asking: Asking, held: URLSearchParams): URLSearchParams {
  const params = new URLSearchParams();
  const standard = noun.display.views.find((each) => each.name === asking.view);
  const filters = asking.filters.map(writeFilter);
  if (asking.view !== noun.display.views[0]?.name) params.set("view", asking.view);
  if (filters.join() !== (standard?.filters ?? []).join())
    for (const each of filters.length > 0 ? filters : [""]) params.append("f", each);
  if (asking.q) params.set("q", asking.q);
  if (asking.sort !== (standard?.sort ?? noun.standard)) params.set("sort", asking.sort);
  if (asking.columns.join() !== noun.display.columns.join()) params.set("cols", asking.columns.join());
  if (asking.cursor) params.set("cursor", asking.cursor);
  if (asking.from) params.set("from", String(asking.from));
  const peeked = held.get("peek");
  if (peeked) params.set("peek", peeked);
  return params;
}
