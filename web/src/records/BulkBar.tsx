/** What can be done to all selected rows at once. Every row has a result of its own; what can be undone says so. */
import { Button, Modal } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Values } from "@/api/client";
import { cache } from "@/api/queries";
import { bulk, undoJob } from "@/api/records";
import { useMay } from "@/components/person";
import type { Noun, Row, Verb } from "./contract";
import { gathered, useOwnFields } from "./custom";
import { Form } from "./Form";
import classes from "./list.module.css";
import { isPlain } from "./nested";
import { useProblemText } from "./problemText";
import { useLabels } from "./words";

const NOT_IN_BULK = new Set([
  "convert",
  "revise",
  "add-from-prices",
  "order",
  "proposals",
  "rotate-secret",
  "set-password",
  "check-in",
]);

export default function BulkBar({ noun, rows, onDone }: { noun: Noun; rows: Row[]; onDone: () => void }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const may = useMay();
  const [verb, setVerb] = useState<Verb | null>(null);
  const run = useBulk(noun, rows, onDone);
  // What is left empty stays as it is with each of them, also where a new record would have to say it.
  const own = useOwnFields(noun)
    .fields.filter((each) => each.isChangeable)
    .map((each) => ({ ...each, required: false, start: undefined }));
  const changes: Verb[] =
    noun.change && may(noun.change.right)
      ? [{ name: "update", right: noun.change.right, fields: [...noun.change.fields, ...own] }]
      : [];
  const verbs = [
    ...noun.verbs.filter(
      (each) =>
        may(each.right) &&
        !NOT_IN_BULK.has(each.name) &&
        each.fields.every((field) => isPlain(field) || !field.required),
    ),
    ...changes,
  ];
  return (
    <section className={classes.bulk} aria-label={t("bulk")}>
      <strong>{t("selected", { count: rows.length })}</strong>
      {noun.bulk &&
        verbs.slice(0, 8).map((each) => (
          <Button
            key={each.name}
            variant="default"
            onClick={() => (each.fields.length > 0 ? setVerb(each) : void run(each.name, {}))}
          >
            {labels.verb(each.name)}
          </Button>
        ))}
      <span className={classes.space} />
      <Button variant="subtle" onClick={onDone}>
        {t("unselect")}
      </Button>
      <Modal
        opened={verb !== null}
        onClose={() => setVerb(null)}
        title={verb ? labels.verb(verb.name) : ""}
        closeButtonProps={{ "aria-label": t("close") }}
      >
        {verb && (
          <Form
            fields={verb.fields.filter(isPlain)}
            submit={t("do_to", { verb: labels.verb(verb.name), count: rows.length })}
            send={async (values) => {
              await run(verb.name, gathered(values));
              setVerb(null);
            }}
          />
        )}
      </Modal>
    </section>
  );
}

function useBulk(noun: Noun, rows: Row[], onDone: () => void) {
  const { t } = useTranslation();
  const told = useProblemText();
  const again = () => cache.invalidateQueries({ queryKey: ["records", noun.key] });
  const undo = (job: string, id: string) =>
    undoJob(job)
      .then(() => notifications.hide(id))
      .catch((reason: unknown) => notifications.show({ color: "red", message: told(reason) }))
      .finally(() => void again());
  return async (op: string, body: Values) => {
    const answer = await bulk(
      noun.path,
      rows.map((row) => ({ op, id: row.id, body })),
    );
    await again();
    const reasons = [...new Set(answer.results.map((each) => each.problem?.detail).filter(Boolean))]
      .slice(0, 3)
      .join(" ");
    const id = notifications.show({
      color: answer.failed > 0 ? "yellow" : "teal",
      autoClose: 12_000,
      message: (
        <>
          {t("bulk_done", { count: answer.succeeded })}{" "}
          {answer.failed > 0 && t("bulk_failed", { count: answer.failed, reasons })}
          {answer.succeeded > 0 && op === "update" && (
            <Button size="compact-xs" variant="light" ml="xs" onClick={() => void undo(answer.job_id, id)}>
              {t("undo")}
            </Button>
          )}
        </>
      ),
    });
    if (answer.failed === 0) onDone();
  };
}
