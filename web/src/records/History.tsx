/** Who did what to a record, the newest first. */
import { Button, Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { fetchHistory, type HistoryEntry } from "@/api/records";
import { Face } from "@/components/Face";
import { useWritten } from "@/i18n/format";
import { type Field, fieldOf, type Noun } from "./contract";
import { Refused } from "./Empty";
import { useStages } from "./names";
import { useListed } from "./picklists";
import classes from "./record.module.css";
import { useLabels } from "./words";

const STEP = 20;
const MOMENT = /^\d{4}-\d\d-\d\dT/;
const DAY = /^\d{4}-\d\d-\d\d$/;
const UNTOLD = /(_id|external_id|version)$/;

export function History({ noun, id }: { noun: Noun; id: string }) {
  const { t } = useTranslation();
  const [shown, show] = useState(STEP);
  const read = useQuery({
    queryKey: ["records", noun.key, id, "history"],
    queryFn: () => fetchHistory(noun.path, id),
  });
  if (read.isPending) return <Skeleton height={80} />;
  if (read.isError) return <Refused reason={read.error} onRetry={() => void read.refetch()} />;
  return (
    <>
      <ol className={classes.timeline}>
        {read.data.slice(0, shown).map((entry) => (
          <Entry key={entry.sequence} noun={noun} entry={entry} />
        ))}
      </ol>
      {read.data.length > shown && (
        <Button variant="subtle" mt="sm" onClick={() => show(shown + STEP)}>
          {t("older")}
        </Button>
      )}
    </>
  );
}

/** What is told of the record's parts is among its own changes: `problem_type` is the type of one of its problems. */
function partField(noun: Noun, name: string): Field | undefined {
  const part = noun.parts.find((each) => name.startsWith(`${each.name.replace(/s$/, "")}_`));
  return part?.fields?.find((each) => name.endsWith(`_${each.name}`));
}

function Entry({ noun, entry }: { noun: Noun; entry: HistoryEntry }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const written = useWritten();
  const who = entry.actor?.name ?? t("the_system");
  const verb = entry.type.split(".").at(-2) ?? entry.type;
  const isFirst = entry.sequence === 1;
  const stages = useStages();
  const listOf = (name: string) => (fieldOf(noun, name) ?? partField(noun, name))?.picklist;
  const listed = useListed(Object.keys(entry.changes).map(listOf));
  const said = (name: string, value: unknown): string => {
    if (value === null || value === undefined || value === "") return "–";
    if (typeof value === "object") return "…";
    if (typeof value === "boolean") return value ? t("yes") : t("no");
    if (/(^|_)stage$/.test(name)) return stages.find((each) => each.code === value)?.name ?? String(value);
    const list = listOf(name);
    if (list) return listed.say(list, value);
    if (MOMENT.test(String(value))) return written.moment(value);
    return DAY.test(String(value)) ? written.date(value) : labels.choice(value);
  };
  const changes = Object.entries(entry.changes).filter(
    ([name, { after }]) => !UNTOLD.test(name) && !(isFirst && after === null),
  );
  return (
    <li>
      <Face name={who} size={22} />
      <div>
        <strong>{who}</strong> {labels.verb(verb)}
        {!isFirst &&
          changes.slice(0, 6).map(([name, { before, after }]) => (
            <div key={name} className={classes.change}>
              <span className="quiet">{labels.field(name)}</span> {said(name, before)} → {said(name, after)}
            </div>
          ))}
        <div className={classes.when}>
          <time dateTime={entry.at} title={written.moment(entry.at)}>
            {written.ago(entry.at)}
          </time>
        </div>
      </div>
    </li>
  );
}
