/** What products cost a customer, as the API tells it: by what was agreed, for so many pieces, today. */
import { useQueries } from "@tanstack/react-query";
import { ask, type Schemas } from "@/api/client";
import { useMay } from "@/components/person";
import type { Line, Priced } from "./line";

type Price = Schemas["EffectivePriceView"];

function fetchPrice(line: Line, customer: string, currency: string, signal: AbortSignal): Promise<Price> {
  return ask<Price>("GET", `/v1/products/${line.product_id}/price`, {
    query: { customer, qty: String(line.quantity), currency },
    signal,
  });
}

/** The lines with their prices. A price that somebody wrote stays; all others follow customer, quantity and currency. */
export function usePriced(lines: Line[], customer: string | null, currency: string): Priced[] {
  const may = useMay();
  const asks = (line: Line) => line.unit_price === null && customer !== null && may("sales.price:read");
  const answers = useQueries({
    queries: lines.map((line) => ({
      queryKey: ["prices", line.product_id, customer, line.quantity, currency],
      enabled: asks(line),
      queryFn: ({ signal }: { signal: AbortSignal }) => fetchPrice(line, customer ?? "", currency, signal),
    })),
  });
  return lines.map((line, place) => ({
    ...line,
    price: line.unit_price ?? answers[place]?.data?.price ?? "",
    isWaiting: asks(line) && answers[place]?.isPending === true,
  }));
}
