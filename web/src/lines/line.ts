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
  /** Of a product of chosen parts, and of each of the parts. */
  configuration_id?: string | null;
  /** Whether the API knows the configuration already. */
  isKnown?: boolean;
  /** The parts of a product whose configuration the API need not know yet. */
  choices?: { slot: string; product_id: string }[];
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
  configuration_id?: string | null;
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
    configuration_id: line.configuration_id ?? null,
    isKnown: true,
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

/** How an order is told what a line is built of. A part that stays behind without its product is no part any more. */
function builtOf(line: Line, lines: Line[]): Values {
  const { choices, configuration_id, isKnown } = line;
  if (choices) return { choices };
  const isNamed = isKnown || lines.some((each) => each.choices && each.configuration_id === configuration_id);
  return configuration_id && isNamed ? { configuration_id } : {};
}

/** The lines with another one, or with the parts of a product, at this place: the parts that it had before go with it. */
export function replaced(lines: Line[], place: number, by: Line[]): Line[] {
  const before = lines[place]?.configuration_id;
  const rest = lines.slice(place + 1);
  const kept = before ? rest.findIndex((each) => each.configuration_id !== before) : 0;
  return [...lines.slice(0, place), ...by, ...(kept < 0 ? [] : rest.slice(kept))];
}

export function linesBody(lines: Priced[], terms: Terms): Values[] {
  return lines.map((line) => {
    const { product_id, quantity, price, discount_percent, tax_percent } = line;
    if (terms === "order") {
      const unit_price = price ? { unit_price: amountText(piece(line)) } : {};
      return { product_id, quantity, ...unit_price, ...builtOf(line, lines) };
    }
    return {
      product_id,
      quantity,
      ...(price ? { unit_price: price } : {}),
      ...(discount_percent ? { discount_percent } : {}),
      ...(tax_percent ? { tax_percent } : {}),
    };
  });
}
