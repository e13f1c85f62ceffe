/** One report: its filters, its chart, its table, and the records behind each row. */
import { Button, Drawer, Select, Skeleton, Switch } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconDownload } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams, useSearchParams } from "react-router";
import { Problem } from "@/api/problem";
import { download } from "@/api/records";
import { useMay } from "@/components/person";
import { useWritten } from "@/i18n/format";
import { Refused } from "@/records/Empty";
import { CURRENCIES } from "@/records/FieldInput";
import { useProblemText } from "@/records/problemText";
import { RecordSelect } from "@/records/RecordSelect";
import record from "@/records/record.module.css";
import { type Parameters, type ReportKind, runReport } from "./api";
import { Behind } from "./Behind";
import { useCatalogue } from "./Catalogue";
import { Figure } from "./Figure";
import { periods } from "./periods";
import { ReportTable } from "./ReportTable";
import classes from "./reports.module.css";
import { SendRegularly } from "./schedules/SendRegularly";

/** The funnel is drawn by how many deals reached a stage, so its table says that too. */
export function withReached(kind: ReportKind, t: TFunction): ReportKind {
  if (kind.id !== "sales-funnel") return kind;
  return { ...kind, measures: [{ name: "reached", kind: "count", title: t("deals_reached") }, ...kind.measures] };
}

export default function Report() {
  const { t } = useTranslation();
  const { report = "" } = useParams();
  const catalogue = useCatalogue();
  if (catalogue.isError) return <Refused reason={catalogue.error} onRetry={() => void catalogue.refetch()} />;
  if (!catalogue.data) return <Skeleton height={400} />;
  const kind = catalogue.data.find((each) => each.id === report);
  if (!kind) return <Refused reason={new Problem(404, {})} onRetry={() => undefined} />;
  return <Shown key={kind.id} kind={withReached(kind, t)} />;
}

export function Shown({ kind, actions }: { kind: ReportKind; actions?: ReactNode }) {
  const { t } = useTranslation();
  const written = useWritten();
  const [params] = useSearchParams();
  const parameters: Parameters = Object.fromEntries(params);
  const [drill, setDrill] = useState<string | null>(null);
  const read = useQuery({
    queryKey: ["reports", kind.id, parameters],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => runReport(kind.address, parameters, signal),
  });
  return (
    <>
      <div className={record.head}>
        <nav className={record.crumb} aria-label={t("places.reports")}>
          <Link to="/reports">{t("places.reports")}</Link>
        </nav>
        <h1>{kind.title}</h1>
        <span className={record.space} />
        {actions ?? (
          <>
            <SendRegularly plan={planOf(kind, parameters)} />
            <AsCsv kind={kind} parameters={parameters} />
          </>
        )}
        <p className={`quiet ${classes.question}`}>{kind.question}</p>
      </div>
      <Filters kind={kind} />
      {read.isError && <Refused reason={read.error} onRetry={() => void read.refetch()} />}
      {read.isPending && <Skeleton height={320} />}
      {read.data && !read.isError && (
        <div className={classes.body} aria-busy={read.isFetching}>
          {(kind.chart !== "none" || read.data.chart) && (
            <div className={`card ${classes.panel}`}>
              <Figure kind={kind} answer={read.data} onDrill={setDrill} />
            </div>
          )}
          <div className="card">
            <ReportTable kind={kind} answer={read.data} onDrill={setDrill} />
          </div>
          {read.data.as_of?.at && <p className="quiet">{t("as_of", { when: written.moment(read.data.as_of.at) })}</p>}
        </div>
      )}
      <Drawer
        opened={drill !== null}
        onClose={() => setDrill(null)}
        position="right"
        size={520}
        title={<strong>{t("records_behind")}</strong>}
        closeButtonProps={{ "aria-label": t("close") }}
      >
        {drill !== null && <Behind kind={kind} parameters={parameters} drill={drill} />}
      </Drawer>
    </>
  );
}

/** The period is reckoned anew each time, from the day of sending. */
function planOf(kind: ReportKind, { period: _, ...parameters }: Parameters) {
  const takesPeriod = kind.parameters.some((each) => each.name === "period");
  return { source: { report: kind.id }, title: kind.title, parameters, takesPeriod, formats: kind.mailed_as };
}

function AsCsv({ kind, parameters }: { kind: ReportKind; parameters: Parameters }) {
  const { t } = useTranslation();
  const told = useProblemText();
  if (!kind.parameters.some((each) => each.name === "format")) return null;
  const give = () =>
    download(kind.address, `${kind.id}.csv`, { ...parameters, format: "csv" }).catch((reason: unknown) =>
      notifications.show({ color: "red", message: told(reason) }),
    );
  return (
    <Button variant="default" leftSection={<IconDownload size={15} />} onClick={() => void give()}>
      {t("export_as", { format: "CSV" })}
    </Button>
  );
}

const GRAINS = ["day", "week", "month", "quarter", "year"] as const;
const BY = ["person", "team", "unit", "product", "reason", "channel"] as const;

function Filters({ kind }: { kind: ReportKind }) {
  const { t } = useTranslation();
  const may = useMay();
  const [params, setParams] = useSearchParams();
  const takes = (name: string) => kind.parameters.some((each) => each.name === name);
  const put = (name: string, value: string | null) =>
    setParams(
      (held) => {
        const next = new URLSearchParams(held);
        if (value) next.set(name, value);
        else next.delete(name);
        if (!next.has("org_unit")) next.delete("include_children");
        return next;
      },
      { replace: true },
    );
  return (
    <div className={classes.filters}>
      {takes("period") && (
        <Select
          label={t("period")}
          placeholder={t("all_time")}
          data={periods(t)}
          value={params.get("period")}
          onChange={(value) => put("period", value)}
          clearable
          w={170}
        />
      )}
      {takes("org_unit") && may("gateway.org_unit:read") && (
        <RecordSelect
          noun="org-units"
          label={t("fields.unit")}
          value={params.get("org_unit")}
          onChange={(value) => put("org_unit", value)}
        />
      )}
      {params.get("org_unit") && takes("include_children") && (
        <Switch
          label={t("with_below")}
          checked={params.get("include_children") === "true"}
          onChange={(event) => put("include_children", event.currentTarget.checked ? "true" : null)}
          mb={8}
        />
      )}
      {takes("owner") && (
        <RecordSelect
          noun="people"
          label={t("fields.owner")}
          value={params.get("owner")}
          onChange={(value) => put("owner", value)}
        />
      )}
      {takes("currency") && (
        <Select
          label={t("fields.currency")}
          data={CURRENCIES}
          value={params.get("currency")}
          onChange={(value) => put("currency", value)}
          clearable
          w={110}
        />
      )}
      {takes("grain") && (
        <Select
          label={t("grain")}
          data={GRAINS.map((each) => ({ value: each, label: t(`grains.${each}`) }))}
          value={params.get("grain")}
          onChange={(value) => put("grain", value)}
          clearable
          w={130}
        />
      )}
      {takes("by") && (
        <Select
          label={t("group_by")}
          data={BY.map((each) => ({ value: each, label: t(`by.${each}`) }))}
          value={params.get("by") ?? "person"}
          onChange={(value) => put("by", value)}
          w={140}
        />
      )}
    </div>
  );
}
