/** Every mail of a scheduled report: to whom, when, and what became of it. */
import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Tag, toneOf } from "@/components/Tag";
import { useWritten } from "@/i18n/format";
import { Refused } from "@/records/Empty";
import record from "@/records/record.module.css";
import { useLabels } from "@/records/words";
import { fetchRuns, KEY, type Run } from "./api";
import classes from "./schedules.module.css";

const AGAIN = 2_000;

export function Runs({ id, title }: { id: string; title: string }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const written = useWritten();
  const read = useQuery({
    queryKey: [...KEY, id, "runs"],
    queryFn: () => fetchRuns(id),
    refetchInterval: ({ state }) => (state.data?.data.some((each) => each.state === "waiting") ? AGAIN : false),
  });
  if (read.isPending) return <Skeleton height={60} />;
  if (read.isError) return <Refused reason={read.error} onRetry={() => void read.refetch()} />;
  const runs = read.data.data;
  if (runs.length === 0) return <p className="quiet">{t("schedules.no_runs")}</p>;
  const why = (run: Run) => run.detail ?? run.error ?? "";
  const columns = ["due_at", "recipient", "outcome", "attempts", "sent_at", "why"] as const;
  return (
    <section className={record.scroll} tabIndex={0} aria-label={t("schedules.runs_of", { name: title })}>
      <table className={`${record.plain} ${classes.runs}`}>
        <thead>
          <tr>
            {columns.map((each) => (
              <th key={each} className={each === "attempts" ? "number" : undefined}>
                {t(`schedules.${each}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <tr key={run.id}>
              <td>{written.moment(run.due_at)}</td>
              <td>{run.recipient?.name}</td>
              <td>
                <Tag tone={toneOf(run.state)}>{labels.choice(run.state)}</Tag>
              </td>
              <td className="number">{run.attempts}</td>
              <td>{run.sent_at ? written.moment(run.sent_at) : "–"}</td>
              <td>{why(run)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
