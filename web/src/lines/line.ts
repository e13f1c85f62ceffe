/** A line of a quotation or an order while it is written, and what it comes to. */
import type { Values } from "@/api/client";
import { amountText, discounted, exact, netInCents, taxInCents } from "./exact";

/** An order has no taxes, and takes a discount as a lower price. */
export type Terms = "quotation" | "order";

export interface Line {
  key: string;
  product_id: string;
  name: string;
  quantity: number;
  /** Null as long as the price is the one that the API tells for the customer and the quantity. */
  unit_price: string | null;
  discount_percent: string;
  tax_percent: string;
}

/** A line with the price that holds for it: the written one, or else the one that the API tells. */
export interface Priced extends Line {
  price: string;
  isWaiting: boolean;
}

export interface Sums {
  net: bigint;
  tax: bigint;
}

export function newLine(product_id: string, name: string): Line {
  const key = crypto.randomUUID();
  return { key, product_id, name, quantity: 1, unit_price: null, discount_percent: "", tax_percent: "" };
}

/** The lines that another page has handed over. */
export function linesIn(state: unknown): Line[] {
  return (state as { lines?: Line[] } | null)?.lines ?? [];
}

interface Saved {
  id?: string;
  product_id?: string;
  code?: string;
  name?: string;
  quantity?: number;
  unit_price?: string;
  discount_percent?: string;
  tax_percent?: string;
}

/** A line as it is saved, to be changed. */
export function savedLine(line: Saved): Line {
  return {
    key: line.id ?? "",
    product_id: line.product_id ?? "",
    name: line.name ?? line.code ?? "",
    quantity: line.quantity ?? 1,
    unit_price: line.unit_price ?? null,
    discount_percent: exact(line.discount_percent) ? String(line.discount_percent) : "",
    tax_percent: exact(line.tax_percent) ? String(line.tax_percent) : "",
  };
}

/** What one piece costs on an order, its discount taken off. */
function piece(line: Priced): bigint {
  return discounted(exact(line.price), exact(line.discount_percent));
}

export function sumsOf(line: Priced, terms: Terms): Sums {
  if (terms === "order") return { net: piece(line) * BigInt(line.quantity), tax: 0n };
  const net = netInCents(exact(line.price), line.quantity, exact(line.discount_percent));
  return { net, tax: taxInCents(net, exact(line.tax_percent)) };
}

export function totalOf(lines: Priced[], terms: Terms): Sums {
  return lines
    .map((line) => sumsOf(line, terms))
    .reduce((sum, each) => ({ net: sum.net + each.net, tax: sum.tax + each.tax }), { net: 0n, tax: 0n });
}

/** Whether the lines can be sent: there are some, their prices are known, and no discount is of an unknown price. */
export function areReady(lines: Priced[], terms: Terms): boolean {
  const lacks = (line: Priced) => terms === "order" && line.price === "" && exact(line.discount_percent) > 0n;
  return lines.length > 0 && !lines.some((line) => line.isWaiting || lacks(line));
}

export function linesBody(lines: Priced[], terms: Terms): Values[] {
  return lines.map((line) => {
    const { product_id, quantity, price, discount_percent, tax_percent } = line;
    if (terms === "order") return { product_id, quantity, ...(price ? { unit_price: amountText(piece(line)) } : {}) };
    return {
      product_id,
      quantity,
      ...(price ? { unit_price: price } : {}),
      ...(discount_percent ? { discount_percent } : {}),
      ...(tax_percent ? { tax_percent } : {}),
    };
  });
}
