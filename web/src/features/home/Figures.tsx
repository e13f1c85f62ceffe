import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useCallback, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { ask } from "@/api/client";
import type { Drawn } from "@/charts/Chart";
import chart from "@/charts/chart.module.css";
import { useWritten } from "@/i18n/format";
import record from "@/records/record.module.css";
import { Panel } from "./Home";

const Chart = lazy(() => import("@/charts/Chart"));

interface FunnelRow {
  stage: string;
  label: string;
  status: string;
  count: number;
  reached: number;
  amount: string;
  currency: string | null;
}

/** How far deals come. */
export function FunnelCard() {
  const { t } = useTranslation();
  const written = useWritten();
  const go = useNavigate();
  const read = useQuery({
    queryKey: ["reports", "sales-funnel", "home"],
    queryFn: () => ask<{ rows: FunnelRow[] }>("GET", "/v1/reports/sales-funnel"),
  });
  const rows = useMemo(() => (read.data?.rows ?? []).filter((row) => row.status !== "lost"), [read.data]);
  const drawn = useMemo<Drawn>(
    () => ({
      kind: "funnel",
      x: rows.map((row) => row.label),
      series: [{ name: "", values: rows.map((row) => row.reached) }],
    }),
    [rows],
  );
  const write = useCallback((value: number) => written.number(value), [written]);
  const open = (place: number) => {
    const row = rows[place];
    if (row) void go(`/opportunities?view=all&f=stage:eq:${row.stage}`);
  };
  return (
    <Panel title={t("funnel")} to="/reports/sales-funnel">
      {rows.length > 0 ? (
        <Suspense fallback={<Skeleton height={230} />}>
          <Chart drawn={drawn} label={t("chart_of", { title: t("funnel") })} write={write} onPick={open} height={230} />
        </Suspense>
      ) : (
        read.data && <p className="quiet">{t("no_figures")}</p>
      )}
      <Twin
        head={[t("fields.stage"), t("deals_reached"), t("fields.amount")]}
        rows={rows.map((row) => [row.label, written.number(row.reached), written.money(row.amount, row.currency)])}
      />
    </Panel>
  );
}

interface Trend {
  rows: { time: string; count: number; amount: string; currency: string }[];
  chart?: { x: string[]; series: { name: string; values: string[] }[] };
}

/** What was won, month by month. */
export function MonthsCard() {
  const { t } = useTranslation();
  const written = useWritten();
  const go = useNavigate();
  const read = useQuery({
    queryKey: ["reports", "won-trend", "home"],
    queryFn: () => ask<Trend>("GET", "/v1/reports/won-trend"),
  });
  const drawn = useMemo<Drawn>(
    () => ({
      kind: "bar",
      x: read.data?.chart?.x ?? [],
      series: (read.data?.chart?.series ?? []).map((each) => ({ name: each.name, values: each.values.map(Number) })),
    }),
    [read.data],
  );
  const write = useCallback((value: number) => written.short(value), [written]);
  return (
    <Panel title={t("won_by_month")} to="/reports/won-trend">
      {drawn.x.length > 0 ? (
        <Suspense fallback={<Skeleton height={210} />}>
          <Chart
            drawn={drawn}
            label={t("chart_of", { title: t("won_by_month") })}
            write={write}
            onPick={() => void go("/reports/won-trend")}
            height={210}
          />
        </Suspense>
      ) : (
        read.data && <p className="quiet">{t("no_figures")}</p>
      )}
      <Twin
        head={[t("period"), t("deals_won"), t("fields.amount")]}
        rows={(read.data?.rows ?? []).map((row) => [
          row.time,
          written.number(row.count),
          written.money(row.amount, row.currency),
        ])}
      />
    </Panel>
  );
}

function Twin({ head, rows }: { head: string[]; rows: string[][] }) {
  const { t } = useTranslation();
  return (
    <details className={chart.twin}>
      <summary>{t("show_table")}</summary>
      <table className={record.plain}>
        <thead>
          <tr>
            {head.map((each, place) => (
              <th key={each} className={place > 0 ? "number" : undefined}>
                {each}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.join()}>
              {row.map((each, place) => (
                <td key={head[place]} className={place > 0 ? "number" : undefined}>
                  {each}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
