/** Why a deal does not move, and what would move it: what its stage still demands, and what is overdue. */
import { Alert, Skeleton } from "@mantine/core";
import { IconAlertTriangle, IconArrowRight } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { fetchPart } from "@/api/records";
import { useWritten } from "@/i18n/format";
import type { Noun, Row } from "@/records/contract";
import { Refused } from "@/records/Empty";
import { useStages } from "@/records/names";
import classes from "@/records/record.module.css";
import { useLabels } from "@/records/words";

type Action = Schemas["NextActionView"];
type Plays = Schemas["RecommendationView"];

export default function NextActions({ noun, row }: { noun: Noun; row: Row }) {
  const { t } = useTranslation();
  const key = ["records", noun.key, row.id];
  const actions = useQuery({
    queryKey: [...key, "next-actions"],
    queryFn: () => fetchPart<{ data: Action[] }>(noun.path, row.id, "next-actions"),
  });
  const plays = useQuery({
    queryKey: [...key, "playbook"],
    queryFn: () => fetchPart<Plays>(noun.path, row.id, "playbook"),
  });
  if (actions.isPending) return <Skeleton height={60} />;
  if (actions.isError) return <Refused reason={actions.error} onRetry={() => void actions.refetch()} />;
  return (
    <div className={classes.stack}>
      {actions.data.data.length === 0 && <p className="quiet">{t("nothing_to_do")}</p>}
      {actions.data.data.map((each) => (
        <ActionLine key={`${each.kind}${each.criterion}${each.record_id}`} action={each} />
      ))}
      <PlayLines plays={plays.data} />
    </div>
  );
}

function ActionLine({ action }: { action: Action }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const written = useWritten();
  const stages = useStages();
  const stage = stages.find((each) => each.code === action.stage)?.name ?? action.stage;
  const what = t(`actions_of.${action.kind}`, {
    stage,
    criterion: action.criterion ? labels.field(action.criterion) : "",
    subject: action.subject ?? "",
  });
  return (
    <Alert
      variant={action.overdue ? "light" : "default"}
      color={action.overdue ? "red" : "teal"}
      icon={action.overdue ? <IconAlertTriangle size={17} /> : <IconArrowRight size={17} />}
    >
      <strong>{what}</strong>
      {action.due_on && (
        <div className={action.overdue ? "danger" : "quiet"}>{t("due_on", { day: written.day(action.due_on) })}</div>
      )}
    </Alert>
  );
}

function PlayLines({ plays }: { plays: Plays | undefined }) {
  const { t } = useTranslation();
  const all = [...(plays?.tactics ?? []), ...(plays?.documents ?? []), ...(plays?.counters ?? [])];
  if (all.length === 0) return null;
  return (
    <section className={classes.stack}>
      <h3>{t("playbook")}</h3>
      {all.map((play) => (
        <div key={`${play.title}${play.text}`} className={classes.note}>
          <strong>{play.title}</strong>
          <div>{play.text}</div>
        </div>
      ))}
    </section>
  );
}
