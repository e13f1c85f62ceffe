/** Building a rule of conditions; which fields there are, and what each takes, is what the API says. */
import { ActionIcon, Button, SegmentedControl, Select } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Rule } from "@/records/contract";
import { FieldInput } from "@/records/FieldInput";
import { useLabels } from "@/records/words";
import { begun, fresh, type Held, type Leaf, MATCHES, type Match, opsOf, withOp } from "./rule";
import classes from "./segments.module.css";

const MOST = 10;

interface Props {
  rules: Rule[];
  held: Held;
  onChange: (next: Held) => void;
}

export function RuleEditor({ rules, held, onChange }: Props) {
  const { t } = useTranslation();
  const put = (place: number, leaf: Leaf) => onChange({ ...held, leaves: held.leaves.with(place, leaf) });
  return (
    <fieldset className={classes.rule}>
      <legend>{t("segments.who")}</legend>
      <SegmentedControl
        transitionDuration={0}
        aria-label={t("segments.match")}
        data={MATCHES.map((value) => ({ value, label: t(`matches.${value}`) }))}
        value={held.match}
        onChange={(match) => onChange({ ...held, match: match as Match })}
      />
      {held.leaves.map((leaf, place) => (
        <Condition
          // biome-ignore lint/suspicious/noArrayIndexKey: a condition is its place until it is saved
          key={place}
          number={place + 1}
          rules={rules}
          leaf={leaf}
          onChange={(next) => put(place, next)}
          onRemove={
            held.leaves.length > 1 ? () => onChange({ ...held, leaves: held.leaves.toSpliced(place, 1) }) : null
          }
        />
      ))}
      {held.leaves.length < MOST && (
        <Button
          variant="subtle"
          size="compact-sm"
          w="fit-content"
          leftSection={<IconPlus size={14} />}
          onClick={() => onChange({ ...held, leaves: [...held.leaves, begun(rules)] })}
        >
          {t("add_condition")}
        </Button>
      )}
    </fieldset>
  );
}

interface ConditionProps {
  number: number;
  rules: Rule[];
  leaf: Leaf;
  onChange: (next: Leaf) => void;
  onRemove: (() => void) | null;
}

function Condition({ number, rules, leaf, onChange, onRemove }: ConditionProps) {
  const { t } = useTranslation();
  const labels = useLabels();
  const rule = rules.find((each) => each.name === leaf.field) as Rule;
  return (
    <div className={classes.condition}>
      <Select
        aria-label={t("filter_column", { number })}
        data={rules.map((each) => ({ value: each.name, label: labels.field(each.name) }))}
        value={leaf.field}
        onChange={(name) => name && onChange(fresh(rules.find((each) => each.name === name) as Rule))}
        allowDeselect={false}
        searchable
      />
      <Select
        aria-label={t("filter_op", { number })}
        data={opsOf(rule).map((each) => ({ value: each, label: t(`rule_ops.${each}`) }))}
        value={leaf.op}
        onChange={(op) => op && onChange(withOp(rule, leaf, op))}
        allowDeselect={false}
      />
      {leaf.op === "null" ? (
        <Select
          aria-label={t("filter_value", { number })}
          data={[
            { value: "true", label: t("yes") },
            { value: "false", label: t("no") },
          ]}
          value={String(leaf.value)}
          onChange={(value) => onChange({ ...leaf, value: value === "true" })}
          allowDeselect={false}
        />
      ) : (
        <FieldInput
          key={`${leaf.field}${leaf.op}`}
          field={leaf.op === "in" ? { ...rule, kind: "list" } : { ...rule, required: false }}
          value={leaf.value}
          onChange={(value) => onChange({ ...leaf, value })}
          isBare
        />
      )}
      {onRemove && (
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t("remove_filter", { words: labels.field(leaf.field) })}
          onClick={onRemove}
        >
          <IconX size={15} />
        </ActionIcon>
      )}
    </div>
  );
}
