/** One value of a record, as a person reads it. */
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { Named } from "@/components/Face";
import { stageTone, Tag, toneOf } from "@/components/Tag";
import { isPast, useWritten } from "@/i18n/format";
import { type Field, isNoun, type Row } from "./contract";
import { nounOf } from "./displays";
import { type Names, useStages } from "./names";
import { useListed } from "./picklists";
import { useLabels } from "./words";

const STATES = new Set(["status", "state", "fulfilment", "placement", "outcome"]);
const CODES = new Set([
  "channel",
  "industry",
  "source_kind",
  "mode",
  "entity",
  "noun",
  "kind",
  "type",
  "level",
  "paused_because",
  "basis",
]);
const DUE = new Set(["expected_close_date", "next_step_on", "task_due_on", "due_at", "valid_until"]);
const CLOSED = new Set(["won", "lost", "done", "completed", "accepted", "refused", "cancelled", "expired"]);

export function Stage({ code }: { code: string }) {
  const stages = useStages();
  const place = stages.findIndex((each) => each.code === code);
  const stage = stages[place];
  return <Tag tone={stageTone(Math.max(place, 0), stage?.outcome)}>{stage?.name ?? code}</Tag>;
}

/** What follows a managed list, as the company calls it. */
function OfList({ field, list, value }: { field: Field; list: string; value: unknown }) {
  const listed = useListed([list]);
  const text = [value]
    .flat()
    .map((each) => listed.say(list, each))
    .join(", ");
  return STATES.has(field.name) ? <Tag tone={toneOf(String(value))}>{text}</Tag> : <span className="cut">{text}</span>;
}

interface Props {
  field: Field;
  row: Row;
  names?: Names;
  isLinked?: boolean;
}

export function Cell({ field, row, names, isLinked = false }: Props) {
  const { t } = useTranslation();
  const written = useWritten();
  const labels = useLabels();
  const value = row[field.name];
  if (value === null || value === undefined || value === "") return <span className="quiet">{"–"}</span>;
  if (field.name === "stage") return <Stage code={String(value)} />;
  if (field.picklist) return <OfList field={field} list={field.picklist} value={value} />;
  if (STATES.has(field.name) && typeof value === "string")
    return <Tag tone={toneOf(value)}>{labels.choice(value)}</Tag>;
  switch (field.kind) {
    case "person":
      return <Named name={String((value as { name: string }).name)} />;
    case "unit":
    case "ref":
      return (
        <Reference noun={nounOf(field)} id={(value as Row).id} name={String((value as Row).name)} isLinked={isLinked} />
      );
    case "id":
      return <Reference noun={nounOf(field)} id={String(value)} name={names?.[String(value)]} isLinked={isLinked} />;
    case "decimal":
      return (
        <>
          {field.name.endsWith("percent")
            ? `${written.number(value)} %`
            : field.currency === null
              ? written.number(value)
              : written.money(value, field.currency ?? row.currency)}
        </>
      );
    case "integer":
    case "number":
      return (
        <>
          {field.name === "probability" || field.name === "success_rate"
            ? `${value} %`
            : field.name.endsWith("_year")
              ? String(value)
              : written.number(value)}
        </>
      );
    case "yesno":
      return <>{value ? t("yes") : t("no")}</>;
    case "choice":
      return <>{labels.choiceOf(field, value)}</>;
    case "date":
    case "moment":
      return (
        <When
          field={field}
          value={String(value)}
          isOver={CLOSED.has(String(row.status)) || Boolean(row.task_done_at)}
          isLong={isLinked}
        />
      );
    case "list":
      return (
        <>
          {listed(
            value as unknown[],
            (each) => labels.choiceOf(field, each),
            (count) => t("entries", { count }),
          )}
        </>
      );
    case "object":
      return <>{named(value as Record<string, unknown>)}</>;
    default:
      return <>{CODES.has(field.name) ? labels.choice(value) : String(value)}</>;
  }
}

function named(value: Record<string, unknown>): string {
  const text = value.name ?? value.en ?? value.zh;
  if (text) return String(text);
  const pairs = Object.entries(value).filter(([, each]) => each !== null && typeof each !== "object");
  return pairs.map(([key, each]) => `${key}: ${String(each)}`).join(", ");
}

function listed(values: unknown[], choice: (value: unknown) => string, count: (many: number) => string): string {
  if (values.some((each) => typeof each === "object")) return count(values.length);
  return values.map(choice).join(", ");
}

function Reference({ noun, id, name, isLinked }: { noun?: string; id: string; name?: string; isLinked: boolean }) {
  const text = name || id.slice(0, 8);
  if (!isLinked || !isNoun(noun)) return <span className="cut">{text}</span>;
  return (
    <Link to={`/${noun}/${id}`} className="cut">
      {text}
    </Link>
  );
}

function When({ field, value, isOver, isLong }: { field: Field; value: string; isOver: boolean; isLong: boolean }) {
  const written = useWritten();
  const isLate = DUE.has(field.name) && !isOver && isPast(value);
  const isAgo = /^(updated|created|last_touch|happened)_at$/.test(field.name) || field.name === "at";
  const text =
    field.kind === "date"
      ? written.day(value)
      : isLong
        ? written.moment(value)
        : isAgo
          ? written.ago(value)
          : written.moment(value);
  return (
    <time
      dateTime={value}
      className={isLate ? "danger" : undefined}
      title={field.kind === "date" ? undefined : written.moment(value)}
    >
      {text}
    </time>
  );
}

export function isNumeric(field: Field | undefined): boolean {
  return field !== undefined && ["decimal", "integer", "number"].includes(field.kind);
}
