/** Setting one filter, and saying in plain words what it does. */
import { Button, Checkbox, Group, NumberInput, Stack, Switch, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { DayInput } from "@/components/DayInput";
import { usePerson } from "@/components/person";
import type { Filter } from "./asking";
import { fieldOf, type Noun } from "./contract";
import { nounOf } from "./displays";
import { kindOfFilter, valueWith } from "./filterWords";
import { useStages } from "./names";
import { useListed } from "./picklists";
import { RecordSelect } from "./RecordSelect";
import { useLabels } from "./words";

interface Props {
  noun: Noun;
  field: string;
  filters: Filter[];
  onSet: (next: Filter[]) => void;
  onDone: () => void;
}

export default function FilterEditor(props: Props) {
  const { t } = useTranslation();
  const kind = kindOfFilter(props.noun, props.field);
  const list = fieldOf(props.noun, props.field)?.picklist;
  const offered = useListed([list]).offered(list);
  if (kind === "choice" || offered.length > 0) return <Choices {...props} listed={offered} />;
  if (kind === "id") return <Reference {...props} />;
  if (kind === "yesno")
    return (
      <Switch
        label={t("yes")}
        checked={valueWith(props.filters, "eq") === "true"}
        onChange={(event) =>
          props.onSet([{ field: props.field, op: "eq", value: String(event.currentTarget.checked) }])
        }
      />
    );
  return <Range {...props} kind={kind} />;
}

function Choices({ noun, field, filters, onSet, listed }: Props & { listed: { value: string; label: string }[] }) {
  const labels = useLabels();
  const stages = useStages();
  const own = fieldOf(noun, field);
  const chosen = valueWith(filters, "eq", "in").split(",").filter(Boolean);
  const offered =
    field === "stage"
      ? stages.map((each) => [each.code, each.name])
      : listed.length > 0
        ? listed.map((each) => [each.value, each.label])
        : (noun.filterKinds[field]?.choices ?? own?.choices ?? []).map((each) => [
            each,
            own ? labels.choiceOf(own, each) : labels.choice(each),
          ]);
  const toggle = (value: string) => {
    const next = chosen.includes(value) ? chosen.filter((each) => each !== value) : [...chosen, value];
    onSet(next.length > 0 ? [{ field, op: next.length > 1 ? "in" : "eq", value: next.join(",") }] : []);
  };
  return (
    <Stack gap={9}>
      {offered.map(([value = "", name]) => (
        <Checkbox key={value} label={name} checked={chosen.includes(value)} onChange={() => toggle(value)} />
      ))}
    </Stack>
  );
}

function Reference({ noun: of, field, filters, onSet, onDone }: Props) {
  const { t } = useTranslation();
  const labels = useLabels();
  const me = usePerson();
  const own = fieldOf(of, field) ?? { name: field };
  const noun = nounOf(own) ?? "customers";
  const value = valueWith(filters, "eq", "in");
  const put = (id: string | null) => {
    onSet(id ? [{ field, op: "eq", value: id }] : []);
    if (id) onDone();
  };
  return (
    <Stack gap={8} w={240}>
      <RecordSelect
        noun={noun}
        aria-label={labels.of(own)}
        value={value === "me" ? (me.id ?? null) : value || null}
        onChange={put}
        autoFocus
        isInPopover
      />
      {noun === "people" && (
        <Button variant="light" onClick={() => put("me")}>
          {t("me")}
        </Button>
      )}
    </Stack>
  );
}

function Range({ noun, field, filters, onSet, onDone, kind }: Props & { kind: string }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const [from, setFrom] = useState(valueWith(filters, "gte", "like", "eq").replace(/\*$/, ""));
  const [to, setTo] = useState(valueWith(filters, "lte"));
  const canRange = noun.filters[field]?.includes("gte") ?? false;
  const send = (event: FormEvent) => {
    event.preventDefault();
    const canBegin = noun.filters[field]?.includes("like") ?? false;
    const only = from ? [{ field, op: canBegin ? "like" : "eq", value: canBegin ? `${from}*` : from }] : [];
    const both = [
      { field, op: "gte", value: from },
      { field, op: "lte", value: to },
    ].filter((each) => each.value !== "");
    onSet(canRange ? both : only);
    onDone();
  };
  const input = (label: string, value: string, put: (next: string) => void) =>
    kind === "date" || kind === "moment" ? (
      <DayInput
        label={label}
        value={value.slice(0, 10) || null}
        popoverProps={{ withinPortal: false }}
        onChange={(next) => put(next ? (kind === "moment" ? `${next}T00:00:00Z` : next) : "")}
        clearable
      />
    ) : (
      <NumberInput
        label={label}
        value={value}
        hideControls
        thousandSeparator=","
        onChange={(next) => put(String(next))}
      />
    );
  return (
    <form onSubmit={send}>
      <Stack gap={8} w={240}>
        {canRange ? (
          <Group grow gap={8}>
            {input(t("from"), from, setFrom)}
            {input(t("to"), to, setTo)}
          </Group>
        ) : (
          <TextInput
            label={t("begins_with", { field: labels.of(fieldOf(noun, field) ?? { name: field }) })}
            value={from}
            onChange={(event) => setFrom(event.currentTarget.value)}
            data-autofocus
          />
        )}
        <Button type="submit">{t("apply")}</Button>
      </Stack>
    </form>
  );
}
