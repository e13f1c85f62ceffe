/** Where an order stands: what is ordered, set aside, shipped, invoiced and paid, and the steps that led there. */
import { Progress, Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { fetchPart } from "@/api/records";
import { Tag, toneOf } from "@/components/Tag";
import { useWritten } from "@/i18n/format";
import type { Noun, Row } from "@/records/contract";
import { Refused } from "@/records/Empty";
import classes from "@/records/record.module.css";
import { useLabels } from "@/records/words";

type Tracking = Schemas["TrackingView"];

export default function OrderTracking({ noun, row }: { noun: Noun; row: Row }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const written = useWritten();
  const read = useQuery({
    queryKey: ["records", noun.key, row.id, "tracking"],
    queryFn: () => fetchPart<Tracking>(noun.path, row.id, "tracking"),
  });
  if (read.isPending) return <Skeleton height={160} />;
  if (read.isError) return <Refused reason={read.error} onRetry={() => void read.refetch()} />;
  const { amounts, lines, steps } = read.data;
  const ordered = Number(amounts?.ordered ?? 0);
  const bar = (name: string, value: unknown) => (
    <div key={name}>
      {labels.field(name)} <strong>{written.money(value, amounts?.currency)}</strong>
      <Progress value={ordered ? (Number(value) / ordered) * 100 : 0} size="sm" aria-label={labels.field(name)} />
    </div>
  );
  return (
    <div className={classes.stack}>
      {bar("invoiced", amounts?.invoiced)}
      {bar("paid", amounts?.paid)}
      <section className={classes.scroll} tabIndex={0} aria-label={labels.field("lines")}>
        <table className={classes.plain}>
          <thead>
            <tr>
              <th>{labels.field("product")}</th>
              <th className="number">{t("ordered")}</th>
              <th className="number">{labels.choice("reserved")}</th>
              <th className="number">{labels.field("shipped")}</th>
            </tr>
          </thead>
          <tbody>
            {lines?.map((line) => (
              <tr key={line.line_id}>
                <td>{line.product?.name}</td>
                <td className="number">{written.number(line.ordered)}</td>
                <td className="number">{written.number(line.reserved)}</td>
                <td className="number">{written.number(line.shipped)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <h3>{t("steps")}</h3>
      <ol className={classes.stack}>
        {steps?.map((step) => (
          <li key={`${step.step}${step.at}`}>
            <strong>{labels.choice(step.step)}</strong> <Tag tone={toneOf(step.state)}>{labels.choice(step.state)}</Tag>{" "}
            <span className="quiet">{written.moment(step.at)}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}
