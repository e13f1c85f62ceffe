/** Calls about products that are built of chosen parts. */
import { useQuery } from "@tanstack/react-query";
import { ask, type Schemas } from "@/api/client";
import { fetchRecord, searchRecords } from "@/api/records";
import { useMay } from "@/components/person";
import type { Row } from "@/records/contract";
import type { Chosen, Configurator } from "./choices";

export type Configuration = Schemas["ConfigurationView"];

const PATH = "/v1/configurators";
const MOST_AT_ONCE = 200;

/** By what each of these products is configured, where it is. */
export function useConfigured(products: string[]): Record<string, string> {
  const may = useMay();
  const wanted = [...new Set(products)].sort().slice(0, MOST_AT_ONCE);
  const found = useQuery({
    queryKey: ["records", "configurators", "of", wanted],
    enabled: wanted.length > 0 && may("sales.configurator:read") && may("sales.price:read"),
    staleTime: 5 * 60_000,
    queryFn: ({ signal }) => {
      const filter = { field: "product_id", op: "in", value: wanted };
      return searchRecords<Row>(PATH, { filter, limit: MOST_AT_ONCE }, signal);
    },
  });
  return Object.fromEntries((found.data?.data ?? []).map((row) => [String(row.product_id), row.id]));
}

export function useConfigurator(id: string) {
  return useQuery({
    queryKey: ["records", "configurators", id, "one"],
    queryFn: () => fetchRecord<Configurator>(PATH, id),
  });
}

/** What the parts are called, of which there may be more than one question takes. */
export function usePartNames(configurator: Configurator | undefined): Record<string, string> {
  const ids = [...new Set((configurator?.slots ?? []).flatMap((slot) => slot.options ?? []))];
  const read = useQuery({
    queryKey: ["records", "products", "parts", configurator?.id, configurator?.version],
    enabled: ids.length > 0,
    queryFn: async ({ signal }) => {
      const chunks = Array.from({ length: Math.ceil(ids.length / MOST_AT_ONCE) }, (_, at) =>
        ids.slice(at * MOST_AT_ONCE, (at + 1) * MOST_AT_ONCE),
      );
      const pages = await Promise.all(
        chunks.map((value) => {
          const filter = { field: "id", op: "in", value };
          return searchRecords<Row>("/v1/products", { filter, fields: ["name"], limit: MOST_AT_ONCE }, signal);
        }),
      );
      return Object.fromEntries(pages.flatMap((page) => page.data.map((row) => [row.id, String(row.name)])));
    },
  });
  return read.data ?? {};
}

export interface Wanted {
  configurator: Configurator;
  chosen: Chosen;
  customer: string | null;
  quantity: number;
  currency: string;
}

/** What a whole choice costs a customer; nothing is asked of one that is not whole. */
export function useConfiguration({ configurator, chosen, customer, quantity, currency }: Wanted, isWhole: boolean) {
  const choices = Object.entries(chosen).flatMap(([slot, parts]) => parts.map((product_id) => ({ slot, product_id })));
  const about = { configurator_id: configurator.id, customer_id: customer, quantity, choices };
  const body = currency ? { ...about, currency } : about;
  return useQuery({
    queryKey: ["prices", "configurations", body],
    enabled: isWhole && customer !== null,
    queryFn: ({ signal }) => ask<Configuration>("POST", "/v1/configurations", { body, signal }),
  });
}
