/** One field of a form, as its kind wants to be entered. */
import { Checkbox, MultiSelect, NumberInput, Select, TagsInput, Textarea, TextInput } from "@mantine/core";
import dayjs from "dayjs";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { DayInput, MomentInput } from "@/components/DayInput";
import type { Field } from "./contract";
import { nounOf } from "./displays";
import { useStages } from "./names";
import { useListed } from "./picklists";
import { RecordSelect } from "./RecordSelect";
import { useLabels } from "./words";

export const CURRENCIES = ["EUR", "CNY", "USD", "GBP", "CHF", "JPY", "HKD", "SGD"];

interface Props {
  field: Field;
  value: unknown;
  onChange: (value: unknown) => void;
  error?: ReactNode;
  autoFocus?: boolean;
  isBare?: boolean;
  /** What a form finds the input by, where that is not the name of the field. */
  at?: string;
}

export function FieldInput({ field, value, onChange, error, autoFocus, isBare = false, at }: Props) {
  const { t } = useTranslation();
  const labels = useLabels();
  const stages = useStages();
  const listed = useListed([field.picklist]);
  const label = labels.of(field);
  const shared = {
    ...(isBare ? { "aria-label": label } : { label }),
    error,
    required: field.required ?? false,
    autoFocus,
    name: at ?? field.name,
  };
  const text = value === null || value === undefined ? "" : String(value);
  const noun = nounOf(field);
  const chosen = (offered: { value: string; label: string }[]) => (
    <Select
      {...shared}
      data={offered}
      value={text || null}
      onChange={(next) => onChange(next)}
      clearable={!field.required}
      searchable
    />
  );
  if (field.name === "stage" && stages.length > 0)
    return chosen(stages.map((each) => ({ value: each.code, label: each.name })));
  const inUse = listed.offered(field.picklist);
  if (inUse.length > 0 && field.kind !== "list" && field.picklist)
    return chosen(
      text === "" || inUse.some((each) => each.value === text)
        ? inUse
        : [...inUse, { value: text, label: listed.say(field.picklist, text) }],
    );
  if (field.name === "currency") return chosen(CURRENCIES.map((each) => ({ value: each, label: each })));
  if (noun && (field.kind === "id" || field.kind === "ref"))
    return <RecordSelect {...shared} noun={noun} value={text || null} onChange={(id) => onChange(id)} />;
  switch (field.kind) {
    case "choice":
      return chosen((field.choices ?? []).map((each) => ({ value: each, label: labels.choiceOf(field, each) })));
    case "yesno":
      if (field.label) return <YesOrNo {...shared} value={value} onChange={onChange} />;
      return (
        <Checkbox
          label={label}
          checked={Boolean(value)}
          onChange={(event) => onChange(event.currentTarget.checked)}
          error={error}
        />
      );
    case "long":
      return (
        <Textarea
          {...shared}
          autosize
          minRows={2}
          maxRows={10}
          value={text}
          maxLength={field.longest}
          onChange={(event) => onChange(event.currentTarget.value || null)}
        />
      );
    case "decimal":
      return (
        <NumberInput
          {...shared}
          value={text}
          decimalScale={4}
          thousandSeparator=","
          hideControls
          onChange={(next) => onChange(next === "" ? null : String(next))}
        />
      );
    case "integer":
    case "number":
      return (
        <NumberInput
          {...shared}
          value={text === "" ? "" : Number(text)}
          allowDecimal={field.kind === "number"}
          min={field.least}
          max={field.most}
          hideControls
          onChange={(next) => onChange(next === "" ? null : Number(next))}
        />
      );
    case "date":
      return (
        <DayInput
          {...shared}
          value={text || null}
          onChange={(next) => onChange(next)}
          clearable={!field.required}
          popoverProps={{ withinPortal: true }}
        />
      );
    case "moment":
      return (
        <MomentInput
          {...shared}
          value={text ? dayjs(text).format("YYYY-MM-DD HH:mm:ss") : null}
          onChange={(next) => onChange(next ? dayjs(next).toISOString() : null)}
          clearable={!field.required}
        />
      );
    case "list": {
      const values = ((value as unknown[] | null) ?? []).map(String);
      const offered =
        inUse.length > 0
          ? inUse
          : field.items?.choices?.map((each) => ({ value: each, label: labels.choiceOf(field, each) }));
      if (offered) return <MultiSelect {...shared} data={offered} value={values} onChange={onChange} />;
      return <TagsInput {...shared} value={values} onChange={onChange} placeholder={t("enter_each")} />;
    }
    default:
      return (
        <TextInput
          {...shared}
          type={field.kind === "email" ? "email" : field.name === "password" ? "password" : "text"}
          value={text}
          maxLength={field.longest}
          onChange={(event) => onChange(event.currentTarget.value || null)}
        />
      );
  }
}

interface YesOrNoProps {
  value: unknown;
  onChange: (value: boolean | null) => void;
  label?: ReactNode;
  "aria-label"?: string;
  error?: ReactNode;
  required?: boolean;
  autoFocus?: boolean;
  name?: string;
}

/** Of a field that the company added a record may also say neither. */
export function YesOrNo({ value, onChange, ...shared }: YesOrNoProps) {
  const { t } = useTranslation();
  return (
    <Select
      {...shared}
      data={[
        { value: "true", label: t("yes") },
        { value: "false", label: t("no") },
      ]}
      value={typeof value === "boolean" ? String(value) : null}
      onChange={(next) => onChange(next === null ? null : next === "true")}
      clearable={!shared.required}
    />
  );
}
