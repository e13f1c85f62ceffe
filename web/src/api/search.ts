/** Records of all kinds by the words in them. */
import { ask, type Schemas } from "./client";

export type Found = Schemas["FoundView"];
export type FoundOfType = Schemas["FoundOfTypeView"];
export type Search = Schemas["SearchView"];

export function searchAll(q: string, types: string[], signal?: AbortSignal): Promise<Search> {
  return ask<Search>("GET", "/v1/search", { query: { q, type: types.join(",") }, signal });
}
