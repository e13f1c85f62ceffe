/** The lines of a draft, changed where they stand; who comes late is told, and loses nothing of what they wrote. */
import { Alert, Button, Group } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "@/api/problem";
import { cache } from "@/api/queries";
import { changeRecord } from "@/api/records";
import type { Noun, Row } from "@/records/contract";
import { useProblemText } from "@/records/problemText";
import record from "@/records/record.module.css";
import { reread } from "@/records/useRecord";
import { LinesEditor } from "./LinesEditor";
import { areReady, type Line, linesBody, type Terms } from "./line";
import { usePriced } from "./prices";

interface Props {
  noun: Noun;
  row: Row;
  saved: Line[];
  terms: Terms;
  customer: string | null;
  /** What should be known before anything is changed. */
  warning?: ReactNode;
}

interface Draft {
  lines: Line[];
  /** Of the record as it was when the first line was changed. */
  version: number | undefined;
}

export function DraftLines({ noun, row, saved, terms, customer, warning }: Props) {
  const { t } = useTranslation();
  const told = useProblemText();
  const currency = String(row.currency);
  const [draft, setDraft] = useState<Draft | null>(null);
  const [isLate, setLate] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState("");
  const lines = usePriced(draft?.lines ?? saved, customer, currency);
  const leave = () => {
    setDraft(null);
    setLate(false);
    setRefusal("");
  };
  const save = async (version: number | undefined) => {
    setBusy(true);
    setRefusal("");
    let isOutdated = false;
    try {
      const next = await changeRecord<Row>(noun.path, row.id, { lines: linesBody(lines, terms) }, version);
      cache.setQueryData(["records", noun.key, row.id, "one"], next);
      leave();
      notifications.show({ message: t("saved") });
    } catch (reason) {
      isOutdated = reason instanceof Problem && reason.status === 412;
      if (!isOutdated) setRefusal(told(reason));
    } finally {
      setBusy(false);
    }
    await reread(noun, row.id);
    // Offered once theirs has been read: mine is saved over that, not over what was known before.
    setLate(isOutdated);
  };
  return (
    <div className={record.stack}>
      {draft && warning}
      <LinesEditor
        lines={lines}
        terms={terms}
        customer={customer}
        currency={currency}
        onChange={(next) => setDraft({ lines: next, version: draft ? draft.version : row.version })}
      />
      {refusal && (
        <Alert color="red" role="alert">
          {refusal}
        </Alert>
      )}
      {isLate && (
        <Alert variant="default" role="alert" title={t("conflict")}>
          <Group gap="xs">
            <Button size="compact-sm" variant="default" onClick={leave}>
              {t("keep_theirs")}
            </Button>
            <Button size="compact-sm" onClick={() => void save(row.version)}>
              {t("save_mine")}
            </Button>
          </Group>
        </Alert>
      )}
      {draft && !isLate && (
        <Group justify="flex-end">
          <Button variant="default" onClick={leave}>
            {t("cancel")}
          </Button>
          <Button onClick={() => void save(draft.version)} loading={isBusy} disabled={!areReady(lines, terms)}>
            {t("save_lines")}
          </Button>
        </Group>
      )}
    </div>
  );
}
