/** A segment: a name, and the rule that says who is in it. */
import { Alert, Button, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { Problem } from "@/api/problem";
import { cache } from "@/api/queries";
import { createRecord } from "@/api/records";
import { useMay } from "@/components/person";
import { type Noun, type Row, useNoun } from "@/records/contract";
import { Refused } from "@/records/Empty";
import { useProblemText } from "@/records/problemText";
import record from "@/records/record.module.css";
import { useLabels } from "@/records/words";
import { RuleEditor } from "./RuleEditor";
import { begun, type Held, isWhole, treeOf } from "./rule";
import classes from "./segments.module.css";

export function rulesOf(noun: Noun) {
  return noun.create?.fields.find((each) => each.name === "rule")?.rules ?? [];
}

export default function NewSegment() {
  const may = useMay();
  const noun = useNoun("segments");
  if (!may(noun.create?.right)) return <Refused reason={new Problem(403, {})} onRetry={() => undefined} />;
  return <SegmentForm noun={noun} />;
}

function SegmentForm({ noun }: { noun: Noun }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const told = useProblemText();
  const go = useNavigate();
  const rules = rulesOf(noun);
  const [name, setName] = useState("");
  const [held, setHeld] = useState<Held>({ match: "and", leaves: [begun(rules)] });
  const [refusal, setRefusal] = useState("");
  const [isBusy, setBusy] = useState(false);
  const send = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setRefusal("");
    try {
      const made = await createRecord<Row>(noun.path, { name, rule: treeOf(held) });
      await cache.invalidateQueries({ queryKey: ["records", noun.key] });
      void go(`/segments/${made.id}`, { replace: true });
    } catch (reason) {
      setRefusal(told(reason));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <div className={record.head}>
        <nav className={record.crumb} aria-label={labels.noun(noun.key)}>
          <Link to="/segments">{labels.noun(noun.key)}</Link>
        </nav>
        <h1>{t("new_of", { one: labels.one(noun.key) })}</h1>
      </div>
      <form className={`card ${classes.form}`} onSubmit={send}>
        <TextInput
          label={labels.field("name")}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          maxLength={200}
          required
          autoFocus
        />
        <RuleEditor rules={rules} held={held} onChange={setHeld} />
        {refusal && (
          <Alert color="red" role="alert">
            {refusal}
          </Alert>
        )}
        <Button type="submit" loading={isBusy} disabled={!isWhole(held)} w="fit-content">
          {t("create")}
        </Button>
      </form>
    </>
  );
}
