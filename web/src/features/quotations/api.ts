/** Calls about quotations. */
import { ask, type Schemas } from "@/api/client";

export type Quotation = Schemas["QuotationView"] & { id: string };
export type Version = Schemas["QuotationVersionView"];
export type Comparison = Schemas["VersionsDiffView"];

export function compareVersions(customer: string, older: string, newer: string): Promise<Comparison> {
  return ask<Comparison>("GET", `/v1/customers/${customer}/quotations/diff`, { query: { older, newer } });
}
