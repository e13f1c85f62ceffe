/** My day: what is due, what is mine, how it stands. */
import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import dayjs from "dayjs";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { type Page, searchRecords } from "@/api/records";
import { useMay, usePerson } from "@/components/person";
import { isPast, useWritten } from "@/i18n/format";
import { Stage } from "@/records/Cell";
import type { Row } from "@/records/contract";
import { Refused } from "@/records/Empty";
import { saySums, sumsOf } from "@/records/sums";
import { FunnelCard, MonthsCard } from "./Figures";
import classes from "./home.module.css";
import { Today } from "./Today";

function mine(me: string | undefined, ...more: object[]) {
  return { and: [{ field: "owner_id", op: "eq", value: me }, ...more] };
}

const OPEN = { field: "status", op: "eq", value: "open" };

export default function Home() {
  const { t } = useTranslation();
  const me = usePerson();
  const may = useMay();
  const hour = new Date().getHours();
  const greeting = hour < 11 ? "morning" : hour < 18 ? "day" : "evening";
  return (
    <>
      <h1>{t(`greetings.${greeting}`, { name: me.name })}</h1>
      {may("sales.opportunity:read") && <Tiles />}
      <div className={classes.grid}>
        <div className={classes.side}>
          {may("messaging.schedule:read") && <Today />}
          {may("sales.opportunity:read") && <Closing />}
        </div>
        <div className={classes.side}>
          {may("reporting.sales_funnel:read") && <FunnelCard />}
          {may("reporting.won_trend:read") && <MonthsCard />}
        </div>
      </div>
    </>
  );
}

export function Panel({ title, to, children }: { title: string; to?: string; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <section className={`card ${classes.panel}`}>
      <header className={classes.head}>
        <h2>{title}</h2>
        {to && (
          <Link to={to} aria-label={`${t("show_all")} ${title}`}>
            {t("show_all")}
          </Link>
        )}
      </header>
      {children}
    </section>
  );
}

function useDeals(name: string, filter: object, sort: string) {
  return useQuery({
    queryKey: ["records", "opportunities", "home", name],
    queryFn: () =>
      searchRecords<Row>("/v1/opportunities", {
        filter,
        sort: [sort],
        limit: 7,
        count: "exact",
        totals: ["amount"],
        fields: ["name", "customer", "stage", "amount", "currency", "expected_close_date"],
      }),
  });
}

function Tiles() {
  const { t } = useTranslation();
  const written = useWritten();
  const me = usePerson();
  const since = dayjs().startOf("year").toISOString();
  const all = useDeals("open", OPEN, "-amount");
  const own = useDeals("mine", mine(me.id, OPEN), "-amount");
  const won = useDeals(
    "won",
    {
      and: [
        { field: "status", op: "eq", value: "won" },
        { field: "closed_at", op: "gte", value: since },
      ],
    },
    "-closed_at",
  );
  const late = useDeals(
    "late",
    { and: [OPEN, { field: "expected_close_date", op: "lt", value: dayjs().format("YYYY-MM-DD") }] },
    "expected_close_date",
  );
  const tile = (label: string, to: string, page: Page<Row> | undefined, isBad = false) => (
    <Link to={to} className={`card ${classes.tile}`}>
      <span className="quiet">{label}</span>
      <strong className={isBad && page?.count ? "danger" : undefined}>
        {page ? saySums(sumsOf(page, "amount"), written.short) : "…"}
      </strong>
      <span className="quiet">{page ? t("deals", { count: page.count }) : ""}</span>
    </Link>
  );
  return (
    <div className={classes.tiles}>
      {tile(t("open_pipeline"), "/opportunities", all.data)}
      {tile(t("my_pipeline"), "/opportunities?view=mine", own.data)}
      {tile(t("won_this_year"), "/opportunities?view=status_won", won.data)}
      {tile(
        t("past_their_date"),
        `/opportunities?f=status:eq:open&f=expected_close_date:lte:${dayjs().subtract(1, "day").format("YYYY-MM-DD")}`,
        late.data,
        true,
      )}
    </div>
  );
}

function Closing() {
  const { t } = useTranslation();
  const written = useWritten();
  const me = usePerson();
  const read = useDeals(
    "closing",
    mine(me.id, OPEN, { field: "expected_close_date", op: "null", value: false }),
    "expected_close_date",
  );
  if (read.isError) return <Refused reason={read.error} onRetry={() => void read.refetch()} />;
  return (
    <Panel title={t("my_next_deals")} to="/opportunities?view=mine&sort=expected_close_date">
      {read.isPending && <Skeleton height={120} />}
      {read.data?.data.length === 0 && <p className="quiet">{t("no_open_deals")}</p>}
      <ul className={classes.list}>
        {read.data?.data.map((row) => (
          <li key={row.id}>
            <span className={classes.what}>
              <Link to={`/opportunities/${row.id}`}>{String(row.name)}</Link>
              <span className="quiet cut">{(row.customer as Row | null)?.name as string}</span>
            </span>
            <Stage code={String(row.stage)} />
            <span className={classes.end}>
              <strong>{row.amount ? written.short(row.amount, row.currency) : ""}</strong>
              <span className={isPast(row.expected_close_date) ? "danger" : "quiet"}>
                {written.day(row.expected_close_date)}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
