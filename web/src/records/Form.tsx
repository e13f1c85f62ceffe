/** A form made of fields; refusals stand beside the field they are about, and the first of them has the focus. */
import { Alert, Button } from "@mantine/core";
import { type FormEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Values } from "@/api/client";
import { faultsByField, Problem } from "@/api/problem";
import type { Field } from "./contract";
import { FieldInput } from "./FieldInput";
import classes from "./form.module.css";
import { useProblemText } from "./problemText";

interface Props {
  fields: Field[];
  start?: Values;
  send: (values: Values) => Promise<unknown>;
  submit: string;
  onCancel?: () => void;
  isWide?: boolean;
  /** Sends what is other than at the start, also what was emptied, and what must be said. */
  isChange?: boolean;
}

/** The focus begins where one types; a field that opens a list or a calendar would cover the form. */
const TYPED = new Set(["text", "long", "email", "decimal"]);
const CHOSEN = new Set(["stage", "currency"]);

export function Form({ fields, start = {}, send, submit, onCancel, isWide = false, isChange = false }: Props) {
  const { t } = useTranslation();
  const [values, setValues] = useState<Values>(start);
  const [faults, setFaults] = useState<Record<string, string>>({});
  const [refusal, setRefusal] = useState("");
  const [isBusy, setBusy] = useState(false);
  const focused = fields.findIndex((each) => TYPED.has(each.kind) && !CHOSEN.has(each.name));
  const form = useRef<HTMLFormElement>(null);
  const told = useProblemText();

  const send_ = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setRefusal("");
    setFaults({});
    try {
      await send(isChange ? changed(values, start, fields) : filled(values, fields));
    } catch (reason) {
      const found = reason instanceof Problem ? faultsByField(reason) : {};
      const names = Object.keys(found).filter((name) => fields.some((each) => each.name === name));
      setFaults(found);
      if (names.length === 0) setRefusal(told(reason));
      const firstName = names[0];
      if (firstName)
        requestAnimationFrame(() => form.current?.querySelector<HTMLElement>(`[name="${firstName}"]`)?.focus());
    } finally {
      setBusy(false);
    }
  };

  return (
    <form onSubmit={send_} ref={form} noValidate={false}>
      <div className={isWide ? classes.wide : classes.narrow}>
        {fields.map((field, place) => (
          <div key={field.name} className={field.kind === "long" ? classes.full : undefined}>
            <FieldInput
              field={field}
              value={values[field.name]}
              error={faults[field.name]}
              autoFocus={place === focused}
              onChange={(value) => setValues((held) => ({ ...held, [field.name]: value }))}
            />
          </div>
        ))}
      </div>
      {refusal && (
        <Alert color="red" mt="sm" role="alert">
          {refusal}
        </Alert>
      )}
      <div className={classes.buttons}>
        {onCancel && (
          <Button variant="default" onClick={onCancel}>
            {t("cancel")}
          </Button>
        )}
        <Button type="submit" loading={isBusy}>
          {submit}
        </Button>
      </div>
    </form>
  );
}

/** Without what was left empty; what a default would fill again is sent as emptied. */
function filled(values: Values, fields: Field[]): Values {
  const emptied = new Set(fields.filter((each) => each.start !== undefined).map((each) => each.name));
  const isLeft = (value: unknown) => value === null || value === undefined || value === "" || isEmptyList(value);
  return Object.fromEntries(
    Object.entries(values)
      .filter(([name, value]) => !isLeft(value) || emptied.has(name))
      .map(([name, value]) => [name, isLeft(value) ? null : value]),
  );
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

function changed(values: Values, start: Values, fields: Field[]): Values {
  const said = fields
    .map(({ name, required }) => ({ name, required, value: values[name] ?? null }))
    .filter(({ name, required, value }) => required || value !== (start[name] ?? null));
  return Object.fromEntries(said.map(({ name, value }) => [name, value]));
}
