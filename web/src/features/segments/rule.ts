/** The rule of a segment: conditions of which all or any must hold. What is nested deeper is shown, not edited. */
import type { Rule } from "@/records/contract";

export interface Leaf {
  field: string;
  op: string;
  value: unknown;
}

export type Tree = Leaf | { and: Tree[] } | { or: Tree[] } | { not: Tree };
export type Match = "and" | "or";

export interface Held {
  match: Match;
  leaves: Leaf[];
}

export const MATCHES: Match[] = ["and", "or"];

/** In this order they are offered; what takes two values at once is said by two conditions. */
const OFFERED = ["eq", "in", "ne", "gte", "lte", "gt", "lt", "like", "null"];
const OF_IDS = new Set(["eq", "ne", "null"]);

export function isLeaf(tree: Tree): tree is Leaf {
  return "field" in tree;
}

/** The operators that the form offers for the field, of those that the API takes. */
export function opsOf(rule: Rule): string[] {
  const ops = OFFERED.filter((each) => rule.operators.includes(each));
  const isScale = ["date", "moment"].includes(rule.kind);
  return ops.filter((each) =>
    rule.kind === "id"
      ? OF_IDS.has(each)
      : isScale
        ? !["eq", "ne", "in"].includes(each)
        : each !== "in" || rule.picklist,
  );
}

export function begun(rules: Rule[]): Leaf {
  return fresh(rules[0] as Rule);
}

export function fresh(rule: Rule): Leaf {
  return withOp(rule, { field: rule.name, op: opsOf(rule)[0] ?? "eq", value: null });
}

/** With another operator the value begins anew where it is of another shape. */
export function withOp(rule: Rule, { field, value }: Leaf, op: string = opsOf(rule)[0] ?? "eq"): Leaf {
  if (op === "null") return { field, op, value: true };
  if (op === "in")
    return { field, op, value: Array.isArray(value) ? value : [value].filter((each) => typeof each === "string") };
  return { field, op, value: Array.isArray(value) ? (value[0] ?? null) : typeof value === "boolean" ? null : value };
}

/** The rule as the form holds it; null where it says more than the form can. */
export function heldOf(tree: Tree, rules: Rule[]): Held | null {
  const fits = (each: Tree): each is Leaf => {
    const rule = isLeaf(each) ? rules.find((one) => one.name === each.field) : undefined;
    return rule !== undefined && opsOf(rule).includes((each as Leaf).op);
  };
  if (isLeaf(tree)) return fits(tree) ? { match: "and", leaves: [tree] } : null;
  for (const match of MATCHES) {
    const parts = (tree as Record<string, Tree[] | undefined>)[match];
    if (parts) return parts.every(fits) ? { match, leaves: parts as Leaf[] } : null;
  }
  return null;
}

export function treeOf({ match, leaves }: Held): Tree {
  return match === "and" ? { and: leaves } : { or: leaves };
}

export function isWhole({ leaves }: Held): boolean {
  const says = ({ value }: Leaf) =>
    value !== null && value !== undefined && value !== "" && !(Array.isArray(value) && value.length === 0);
  return leaves.length > 0 && leaves.every(says);
}
