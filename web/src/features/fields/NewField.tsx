/** A further field: what it is called, what it holds, and what belongs to that. A type never changes afterwards. */
import { Alert, Button, Checkbox, Modal, Select, TagsInput, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Values } from "@/api/client";
import { faultsByField, Problem } from "@/api/problem";
import { createRecord } from "@/api/records";
import { CURRENCIES, YesOrNo } from "@/records/FieldInput";
import { useProblemText } from "@/records/problemText";
import { RecordSelect } from "@/records/RecordSelect";
import record from "@/records/record.module.css";
import { useLabels } from "@/records/words";
import { defaultOf, PATH } from "./api";

interface Props {
  entity: string;
  entities: string[];
  position: number;
  onClose: () => void;
  onMade: () => Promise<void>;
}

const TYPES = [
  "text",
  "long_text",
  "integer",
  "decimal",
  "money",
  "date",
  "datetime",
  "boolean",
  "choice",
  "reference",
  "email",
  "phone",
  "url",
];

const EMPTY = {
  entity: "",
  code: "",
  en: "",
  zh: "",
  type: "text",
  required: false,
  multiple: false,
  choices: [] as string[],
  picklist: null as string | null,
  references: null as string | null,
  currency: "EUR",
  default: "",
};

/** What the API takes for this type, and nothing that is another's. */
function told(typed: typeof EMPTY, position: number): Values {
  const { type, picklist, choices, multiple } = typed;
  const chosen = picklist ? { picklist } : { choices: choices.map((code) => ({ code })) };
  return {
    entity: typed.entity,
    code: typed.code,
    label: typed.zh ? { en: typed.en, zh: typed.zh } : { en: typed.en },
    type,
    required: typed.required,
    position,
    ...(type === "choice" ? { multiple, ...chosen } : {}),
    ...(type === "reference" ? { references: typed.references ?? undefined } : {}),
    ...(type === "money" ? { currency: typed.currency } : {}),
    ...(typed.default ? { default: defaultOf(type, typed.default) } : {}),
  };
}

export function NewField({ entity, entities, position, onClose, onMade }: Props) {
  const { t } = useTranslation();
  const labels = useLabels();
  const said = useProblemText();
  const [typed, setTyped] = useState({ ...EMPTY, entity });
  const [faults, setFaults] = useState<Record<string, string>>({});
  const [refusal, setRefusal] = useState("");
  const put = (part: Partial<typeof EMPTY>) => setTyped((held) => ({ ...held, ...part }));
  const create = async (event: FormEvent) => {
    event.preventDefault();
    setFaults({});
    setRefusal("");
    try {
      await createRecord(PATH, told(typed, position));
      await onMade();
    } catch (reason) {
      const found = reason instanceof Problem ? faultsByField(reason) : {};
      setFaults(found);
      if (Object.keys(found).length === 0) setRefusal(said(reason));
    }
  };
  const text = (name: "en" | "zh" | "code" | "default", label: string, error?: string, description?: string) => (
    <TextInput
      label={label}
      description={description}
      value={typed[name]}
      onChange={(event) => put({ [name]: event.currentTarget.value })}
      error={error}
      required={name === "en" || name === "code"}
    />
  );
  const select = (name: "entity" | "type" | "references" | "currency", offered: string[]) => (
    <Select
      label={labels.field(name)}
      data={offered.map((each) => ({ value: each, label: name === "currency" ? each : labels.choice(each) }))}
      value={typed[name]}
      onChange={(value) => value && put({ [name]: value, ...(name === "type" ? { default: "" } : {}) })}
      error={faults[name]}
      allowDeselect={false}
      searchable
      required
    />
  );
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("new_of", { one: labels.one("custom-fields") })}
      closeButtonProps={{ "aria-label": t("close") }}
    >
      <form onSubmit={create} className={record.stack}>
        {select("entity", entities)}
        {text("en", labels.field("label_en"), faults.label)}
        {text("zh", labels.field("label_zh"))}
        {text("code", labels.field("code"), faults.code, t("code_hint"))}
        {select("type", TYPES)}
        {typed.type === "choice" && <Choices typed={typed} faults={faults} put={put} />}
        {typed.type === "reference" && select("references", entities)}
        {typed.type === "money" && select("currency", CURRENCIES)}
        {typed.type === "boolean" ? (
          <YesOrNo
            label={labels.field("default")}
            value={defaultOf("boolean", typed.default)}
            onChange={(value) => put({ default: value === null ? "" : String(value) })}
            error={faults.default}
          />
        ) : (
          text("default", labels.field("default"), faults.default)
        )}
        <Checkbox
          label={labels.field("required")}
          checked={typed.required}
          onChange={(event) => put({ required: event.currentTarget.checked })}
          error={faults.required}
        />
        {refusal && (
          <Alert color="red" role="alert">
            {refusal}
          </Alert>
        )}
        <Button type="submit" w="fit-content">
          {t("create")}
        </Button>
      </form>
    </Modal>
  );
}

interface ChoicesProps {
  typed: typeof EMPTY;
  faults: Record<string, string>;
  put: (part: Partial<typeof EMPTY>) => void;
}

/** Either a list that is there, or choices of its own, which become a list. */
function Choices({ typed, faults, put }: ChoicesProps) {
  const { t } = useTranslation();
  const labels = useLabels();
  const [list, setList] = useState<string | null>(null);
  return (
    <>
      <RecordSelect
        noun="picklists"
        label={labels.field("picklist")}
        value={list}
        error={faults.picklist}
        onChange={(id, code) => {
          setList(id);
          put({ picklist: id ? (code ?? null) : null });
        }}
      />
      {!list && (
        <TagsInput
          label={t("own_choices")}
          placeholder={t("enter_each")}
          value={typed.choices}
          onChange={(choices) => put({ choices })}
          error={faults.choices}
        />
      )}
      <Checkbox
        label={labels.field("multiple")}
        checked={typed.multiple}
        onChange={(event) => put({ multiple: event.currentTarget.checked })}
        error={faults.multiple}
      />
    </>
  );
}
