/** How the system runs: every service, what waits, what gave up, and the warnings that stand. */
import { Alert, Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { answer, api, type Schemas } from "@/api/client";
import { Tag } from "@/components/Tag";
import { useWritten } from "@/i18n/format";
import { Refused } from "@/records/Empty";
import record from "@/records/record.module.css";
import classes from "./system.module.css";

const EVERY = 15_000;
const GIGA = 1024 ** 3;

export default function System() {
  const { t } = useTranslation();
  const written = useWritten();
  const read = useQuery({
    queryKey: ["system"],
    queryFn: () => answer(api.GET("/v1/system/status")),
    refetchInterval: EVERY,
  });
  if (read.isPending) return <Skeleton height={300} />;
  if (read.isError) return <Refused reason={read.error} onRetry={() => void read.refetch()} />;
  const status = read.data;
  const figure = (label: string, value: string) => (
    <div className={`card ${record.panel}`} key={label}>
      <div className="quiet">{label}</div>
      <strong className={classes.figure}>{value}</strong>
    </div>
  );
  return (
    <>
      <div className={record.head}>
        <h1>{t("places.system")}</h1>
        <Tag tone={isWell(status.status) ? "green" : "red"}>
          {isWell(status.status) ? t("all_well") : String(status.status)}
        </Tag>
      </div>
      {status.alerts?.map((each) => (
        <Alert key={each.id} color="red" mb="sm" title={t(`alerts.${each.name}`)}>
          {t("alert_value", { value: each.value, threshold: each.threshold })}
        </Alert>
      ))}
      <div className={classes.figures}>
        {figure(t("version"), String(status.version ?? "–"))}
        {figure(t("fullest_disk"), `${status.measured?.disk ?? 0} %`)}
        {figure(t("longest_queue"), written.number(status.measured?.queue ?? 0))}
        {figure(t("latency"), `${written.number(status.measured?.latency ?? 0)} ms`)}
        {figure(t("seats"), written.number(status.measured?.seats ?? 0))}
        {figure(t("last_backup"), status.last_backup ? written.ago(status.last_backup) : t("never"))}
      </div>
      <Services services={status.services ?? {}} />
    </>
  );
}

function isWell(status: unknown): boolean {
  return ["ok", "ready", "up"].includes(String(status));
}

function Services({ services }: { services: Record<string, Schemas["ServiceConditionView"]> }) {
  const { t } = useTranslation();
  const written = useWritten();
  const columns = ["outbox_lag", "inbox_waiting", "inbox_dead", "queue_depth", "instances"] as const;
  return (
    <section className={`card ${record.scroll}`} aria-label={t("services")}>
      <table className={record.plain}>
        <thead>
          <tr>
            <th>{t("service")}</th>
            <th>{t("fields.state")}</th>
            {columns.map((each) => (
              <th key={each} className="number">
                {t(`conditions.${each}`)}
              </th>
            ))}
            <th className="number">{t("free_disk")}</th>
          </tr>
        </thead>
        <tbody>
          {Object.entries(services).map(([name, each]) => (
            <tr key={name}>
              <td>
                <strong>{name}</strong> <span className="quiet">{each.engine}</span>
              </td>
              <td>
                <Tag tone={isWell(each.status) ? "green" : "red"}>
                  {isWell(each.status) ? t("choices.ok") : String(each.status)}
                </Tag>
              </td>
              {columns.map((column) => (
                <td key={column} className={`number ${column === "inbox_dead" && each[column] ? "danger" : ""}`}>
                  {each[column] === null || each[column] === undefined ? "–" : written.number(each[column])}
                </td>
              ))}
              <td className="number">
                {each.disk_free_bytes ? `${written.number(Math.round(each.disk_free_bytes / GIGA))} GB` : "–"}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
