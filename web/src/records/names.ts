/** Names of records of which a list knows only ids: one question a noun for all that are on the screen. */
import { useQuery } from "@tanstack/react-query";
import { searchRecords } from "@/api/records";
import { useMay } from "@/components/person";
import { NOUNS, type Row } from "./contract";
import { titleField } from "./displays";

export type Names = Record<string, string>;

export function useNames(noun: string | undefined, ids: (string | null | undefined)[]): Names {
  const may = useMay();
  const wanted = [...new Set(ids.filter((each): each is string => Boolean(each)))].sort().slice(0, 200);
  const known = noun !== undefined && noun in NOUNS && may(NOUNS[noun]?.right);
  const found = useQuery({
    queryKey: ["records", noun, "names", wanted],
    enabled: known && wanted.length > 0,
    staleTime: 5 * 60_000,
    queryFn: async ({ signal }) => {
      const field = titleField(noun as string);
      const body = { filter: { field: "id", op: "in", value: wanted }, fields: [field], limit: 200 };
      const page = await searchRecords<Row>(`/v1/${noun}`, body, signal);
      return Object.fromEntries(page.data.map((row) => [row.id, nameIn(row[field])]));
    },
  });
  return found.data ?? {};
}

function nameIn(value: unknown): string {
  return typeof value === "object" && value !== null
    ? String((value as { name?: string }).name ?? "")
    : String(value ?? "");
}

/** Stages are few and everywhere: their names and places by code. */
export interface StageName {
  code: string;
  name: string;
  position: number;
  outcome: string | null;
  success_rate: number;
  exit_criteria: string[];
}

export function useStages(): StageName[] {
  const may = useMay();
  const found = useQuery({
    queryKey: ["records", "stages", "all"],
    enabled: may("sales.stage:read"),
    staleTime: 5 * 60_000,
    queryFn: () => searchRecords<StageName>("/v1/stages", { sort: ["position"], limit: 100 }),
  });
  return found.data?.data ?? [];
}
