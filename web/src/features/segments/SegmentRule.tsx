/** The rule of one segment in words, as of when its members are known, and changing it. */
import { Alert, Button, Group } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { cache } from "@/api/queries";
import { changeRecord } from "@/api/records";
import { useMay } from "@/components/person";
import { useWritten } from "@/i18n/format";
import type { Noun, Row } from "@/records/contract";
import { useProblemText } from "@/records/problemText";
import { rulesOf } from "./NewSegment";
import { RuleEditor } from "./RuleEditor";
import { RuleWords } from "./RuleWords";
import { type Held, heldOf, isWhole, type Tree, treeOf } from "./rule";
import classes from "./segments.module.css";

export default function SegmentRule({ noun, row }: { noun: Noun; row: Row }) {
  const { t } = useTranslation();
  const may = useMay();
  const written = useWritten();
  const rules = rulesOf(noun);
  const rule = row.rule as Tree;
  const held = heldOf(rule, rules);
  const [isChanging, setChanging] = useState(false);
  const asOf = (row.as_of as { at: string | null } | undefined)?.at;
  if (isChanging && held) return <Changing noun={noun} row={row} held={held} onEnd={() => setChanging(false)} />;
  return (
    <div className={classes.form}>
      <RuleWords tree={rule} rules={rules} />
      {row.state === "filling" && <Alert color="yellow">{t("segments.filling")}</Alert>}
      {asOf && <p className="quiet">{t("as_of", { when: written.moment(asOf) })}</p>}
      {may(noun.change?.right) &&
        (held ? (
          <Button variant="default" w="fit-content" onClick={() => setChanging(true)}>
            {t("segments.change")}
          </Button>
        ) : (
          <p className="quiet">{t("segments.too_deep")}</p>
        ))}
    </div>
  );
}

function Changing({ noun, row, held: start, onEnd }: { noun: Noun; row: Row; held: Held; onEnd: () => void }) {
  const { t } = useTranslation();
  const told = useProblemText();
  const [held, setHeld] = useState(start);
  const [version] = useState(row.version);
  const [refusal, setRefusal] = useState("");
  const save = async () => {
    try {
      await changeRecord(noun.path, row.id, { rule: treeOf(held) }, version);
      await cache.invalidateQueries({ queryKey: ["records", noun.key] });
      onEnd();
    } catch (reason) {
      setRefusal(told(reason));
    }
  };
  return (
    <div className={classes.form}>
      <RuleEditor rules={rulesOf(noun)} held={held} onChange={setHeld} />
      {refusal && (
        <Alert color="red" role="alert">
          {refusal}
        </Alert>
      )}
      <Group gap={8}>
        <Button disabled={!isWhole(held)} onClick={() => void save()}>
          {t("save")}
        </Button>
        <Button variant="default" onClick={onEnd}>
          {t("cancel")}
        </Button>
      </Group>
    </div>
  );
}
