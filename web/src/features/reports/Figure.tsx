/** The chart of a report; what the report does not draw itself is drawn from its first measure. */
import { Skeleton } from "@mantine/core";
import { lazy, Suspense, useCallback, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Drawn } from "@/charts/Chart";
import { useWritten } from "@/i18n/format";
import type { Answer, ReportKind } from "./api";
import { cellText, drillOf } from "./rows";
import { useDimensionWords } from "./useDimensionWords";

const Chart = lazy(() => import("@/charts/Chart"));

function kindOf(kind: string): Drawn["kind"] {
  return kind === "line" || kind === "pie" || kind === "funnel" ? kind : "bar";
}

export function drawnOf(kind: ReportKind, answer: Answer): Drawn {
  if (answer.chart) {
    const titleOf = (name: string) => kind.measures.find((each) => each.name === name)?.title ?? name;
    const series = answer.chart.series.map((each) => ({ name: titleOf(each.name), values: each.values.map(Number) }));
    return { kind: kindOf(answer.chart.kind), x: answer.chart.x.map((each) => String(each ?? "–")), series };
  }
  const dimension = kind.dimensions[0]?.name ?? "name";
  const measures = kind.chart === "funnel" ? kind.measures.slice(0, 1) : kind.measures;
  const rows = kind.chart === "funnel" ? answer.rows.filter((row) => row.status !== "lost") : answer.rows;
  return {
    kind: kindOf(kind.chart),
    x: rows.map((row) => cellText(row, dimension)),
    series: measures.map(({ name, title }) => ({ name: title, values: rows.map((row) => Number(row[name] ?? 0)) })),
  };
}

export function Figure({
  kind,
  answer,
  onDrill,
  height: wanted = 290,
}: {
  kind: ReportKind;
  answer: Answer;
  onDrill?: (drill: string) => void;
  height?: number;
}) {
  const { t } = useTranslation();
  const written = useWritten();
  const wordOf = useDimensionWords(kind);
  const drawn = useMemo(() => drawnOf(kind, answer), [kind, answer]);
  const dimension = kind.dimensions[0];
  const named = dimension?.kind === "text" ? drawn.x.map((each) => wordOf(dimension, each)).join("\n") : "";
  const shown = useMemo(() => (named ? { ...drawn, x: named.split("\n") } : drawn), [drawn, named]);
  const write = useCallback((value: number) => written.short(value), [written]);
  if (drawn.x.length === 0) return <p className="quiet">{t("no_figures")}</p>;
  const pick = (place: number) => {
    const row = answer.rows.find((each) => Object.values(each).includes(drawn.x[place])) ?? answer.rows[place];
    const drill = row && drillOf(row);
    if (drill && onDrill) onDrill(drill);
  };
  const height =
    drawn.kind === "bar" && drawn.x.some((each) => each.length > 9)
      ? Math.min(Math.max(drawn.x.length * 30, 200), wanted === 290 ? 560 : wanted)
      : wanted;
  return (
    <Suspense fallback={<Skeleton height={wanted} />}>
      <Chart drawn={shown} label={t("chart_of", { title: kind.title })} write={write} onPick={pick} height={height} />
    </Suspense>
  );
}
