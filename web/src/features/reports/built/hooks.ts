/** What every page of built reports reads. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { fetchRecord, searchRecords } from "@/api/records";
import { useMay } from "@/components/person";
import type { ReportKind } from "../api";
import { type Built, fetchTables, kindOf, type Measure, type Table } from "./definition";

export function useTables() {
  const { i18n } = useTranslation();
  const may = useMay();
  return useQuery({
    queryKey: ["reports", "tables", i18n.language],
    queryFn: fetchTables,
    enabled: may("reporting.question:ask"),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function useBuiltList() {
  const may = useMay();
  return useQuery({
    queryKey: ["records", "built-reports", "all"],
    enabled: may("reporting.built_report:read"),
    queryFn: () => searchRecords<Built>("/v1/built-reports", { sort: ["title"], limit: 200 }),
  });
}

export function useBuilt(id: string) {
  return useQuery({
    queryKey: ["records", "built-reports", id],
    queryFn: () => fetchRecord<Built>("/v1/built-reports", id),
  });
}

/** "Sum of Amount". */
export function useTitled(): (table: Table) => (measure: Measure) => string {
  const { t } = useTranslation();
  return (table) => (measure) => {
    const column = table.columns.find((each) => each.name === measure.column);
    if (!column) return t("number_of_rows");
    return t("measure_of", { measure: t(`functions.${measure.function}`), column: column.title });
  };
}

export function useKindOf(): (built: Built, tables: Table[]) => ReportKind | null {
  const titled = useTitled();
  return (built, tables) => {
    const table = tables.find((each) => each.name === built.table);
    if (!table) return null;
    const counted = (built.columns as string[]).length === 0 && (built.measures as Measure[]).length === 0;
    const parts = counted ? { ...built, measures: [{ function: "count" }] } : built;
    return kindOf({ id: built.id, title: built.title, parts }, table, titled(table));
  };
}
