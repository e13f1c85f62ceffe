/** Sums as they may be said: one for each currency, never one across several. */
import type { Page } from "@/api/records";
import type { Row } from "./contract";

export interface Sum {
  amount: string;
  currency: string | undefined;
}

/** `rows` are of the same result where the page that has the totals holds none of its own with a currency. */
export function sumsOf(page: Page<Row> | undefined, name: string, rows: Row[] = page?.data ?? []): Sum[] {
  const each = page?.totals_by_currency;
  if (each)
    return Object.entries(each).map(([currency, sums]) => ({
      amount: sums[name] ?? "0",
      currency: currency === "null" ? undefined : currency,
    }));
  const currency = rows.find((row) => row.currency)?.currency as string | undefined;
  return [{ amount: page?.totals?.[name] ?? "0", currency }];
}

export function saySums(sums: Sum[], write: (amount: unknown, currency?: unknown) => string): string {
  return sums.map((each) => write(each.amount, each.currency)).join(" · ");
}
