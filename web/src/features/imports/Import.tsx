/** One import: how far it is, what became of each row, and what can be done with it next. */
import { Alert, Button, PasswordInput, Progress, Skeleton } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { cache } from "@/api/queries";
import { download } from "@/api/records";
import { useMay, usePerson } from "@/components/person";
import { Tag, toneOf } from "@/components/Tag";
import { useWritten } from "@/i18n/format";
import { Refused } from "@/records/Empty";
import { useProblemText } from "@/records/problemText";
import record from "@/records/record.module.css";
import { useLabels } from "@/records/words";
import { begin, cancel, ENTITIES, fetchImport, type Import } from "./api";
import classes from "./imports.module.css";
import { Results } from "./Results";
import { UndoImport } from "./UndoImport";

const EVERY = 700;
const AT_WORK = new Set(["checking", "running"]);
const TRIABLE = new Set(["uploaded", "checked"]);
const RUNNABLE = new Set(["uploaded", "checked", "failed", "cancelled"]);
const OUTCOMES = ["created", "updated", "unchanged", "rejected"] as const;

export default function ImportPage() {
  const { id = "" } = useParams();
  const { t } = useTranslation();
  const labels = useLabels();
  const written = useWritten();
  const read = useQuery({
    queryKey: ["imports", id],
    queryFn: () => fetchImport(id),
    staleTime: 0,
    refetchInterval: (query) => (AT_WORK.has(query.state.data?.status ?? "") ? EVERY : false),
  });
  if (read.isError) return <Refused reason={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <Skeleton height={300} />;
  const told = read.data;
  return (
    <>
      <div className={record.head}>
        <nav className={record.crumb} aria-label={labels.noun("imports")}>
          <Link to="/imports">{labels.noun("imports")}</Link>
        </nav>
        <div className={record.titles}>
          <h1>{told.name || labels.choice(told.entity)}</h1>
          <Tag tone={toneOf(told.status)}>{labels.choice(told.status)}</Tag>
        </div>
        <span className={record.space} />
        <Actions told={told} />
      </div>
      <section className={`card ${record.panel} ${classes.section}`} aria-label={t("import.progress")}>
        <div className="quiet">
          {labels.choice(told.entity)} · {t(`import_modes.${told.mode}`)} · {told.made_by.name} ·{" "}
          {written.moment(told.created_at)}
        </div>
        <Standing told={told} />
      </section>
      {!["draft", "uploaded"].includes(told.status) && <Results key={`${told.id} ${told.status}`} told={told} />}
    </>
  );
}

function Standing({ told }: { told: Import }) {
  const { t } = useTranslation();
  const written = useWritten();
  const { done, total } = told.progress;
  const figures: [string, number][] = OUTCOMES.map((each) => [t(`import_outcomes.${each}`), told.counts[each]]);
  return (
    <>
      <dl className={classes.figures}>
        {figures.map(([label, count]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{written.number(count)}</dd>
          </div>
        ))}
      </dl>
      {AT_WORK.has(told.status) && (
        <Progress
          value={total ? (100 * done) / total : 0}
          aria-label={t("import.done_of", { done: written.number(done), total: written.number(total) })}
          animated
        />
      )}
      <div role="status" className="quiet">
        {t("import.done_of", { done: written.number(done), total: written.number(total) })}
        {told.status === "checked" && ` · ${t("import.nothing_kept")}`}
      </div>
      {told.notes.map((each) => (
        <div key={each.text} className="quiet">
          {t("import.note", { text: each.text, count: each.rows })}
        </div>
      ))}
      {told.failure && (
        <Alert color="red" mt="sm">
          {told.failure}
        </Alert>
      )}
    </>
  );
}

function Actions({ told }: { told: Import }) {
  const { t } = useTranslation();
  const may = useMay();
  const me = usePerson();
  const said = useProblemText();
  const [password, setPassword] = useState("");
  if (told.made_by.id !== me.id) return null;
  const act = async (deed: () => Promise<unknown>) => {
    try {
      await deed();
      await cache.invalidateQueries({ queryKey: ["imports", told.id] });
      await cache.invalidateQueries({ queryKey: ["records"] });
    } catch (reason) {
      notifications.show({ message: said(reason), color: "red" });
    }
  };
  const button = (label: string, deed: () => Promise<unknown>, isFirst = false): ReactNode => (
    <Button variant={isFirst ? "filled" : "default"} onClick={() => void act(deed)}>
      {label}
    </Button>
  );
  const canRun = RUNNABLE.has(told.status) && may("gateway.import:run");
  return (
    <div className={record.actions}>
      {canRun && ENTITIES[told.entity]?.takes_password && (
        <PasswordInput
          aria-label={t("import.first_password")}
          placeholder={t("import.first_password")}
          value={password}
          w={220}
          autoComplete="new-password"
          visibilityToggleButtonProps={{ "aria-label": t("show_password") }}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
      )}
      {AT_WORK.has(told.status) && may("gateway.job:cancel") && button(t("cancel"), () => cancel(told.id))}
      {TRIABLE.has(told.status) &&
        may("gateway.import:rehearse") &&
        button(t("import.try_again"), () => begin(told.id, "dry-run"))}
      {["checked", "finished", "failed", "cancelled"].includes(told.status) &&
        button(t("import.result_file"), () => download(`/v1/imports/${told.id}/result-file`, `${told.entity}.csv`))}
      {told.status === "finished" && <UndoImport told={told} />}
      {canRun && button(t("import.run", { count: told.progress.total }), () => begin(told.id, "run", password), true)}
    </div>
  );
}
