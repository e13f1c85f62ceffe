/** The views of a list that somebody kept: one's own, and those one is let into. */
import { useQuery } from "@tanstack/react-query";
import { searchRecords } from "@/api/records";
import { useMay } from "@/components/person";
import type { Noun, Row } from "./contract";
import type { Widths } from "./widths";

export interface Kept extends Row {
  name: string;
  filter: unknown;
  columns: string[];
  sort: string[];
  widths: Widths;
  q: string | null;
  owner: { id: string; name: string };
}

export function useKept(noun: Noun): Kept[] {
  const may = useMay();
  const found = useQuery({
    queryKey: ["records", "views", noun.key],
    enabled: may("gateway.view:read"),
    queryFn: () =>
      searchRecords<Kept>("/v1/views", { filter: { field: "noun", op: "eq", value: noun.key }, limit: 50 }),
  });
  return found.data?.data ?? [];
}
