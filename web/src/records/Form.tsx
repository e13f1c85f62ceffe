/** A form made of fields; refusals stand beside the field they are about, and the first of them has the focus. */
import { Alert, Button } from "@mantine/core";
import { type FormEvent, type ReactNode, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Values } from "@/api/client";
import { faultsByPlace, Problem } from "@/api/problem";
import type { Field } from "./contract";
import { FieldInput } from "./FieldInput";
import classes from "./form.module.css";
import { isNested, sentRows } from "./nested";
import { useProblemText } from "./problemText";
import { RowsInput } from "./RowsInput";

interface Props {
  fields: Field[];
  start?: Values;
  send: (values: Values) => Promise<unknown>;
  submit: string;
  onCancel?: () => void;
  isWide?: boolean;
  /** Sends what is other than at the start, also what was emptied, and what must be said. */
  isChange?: boolean;
  /** What should be known before it is sent. */
  note?: ReactNode;
}

/** The focus begins where one types; a field that opens a list or a calendar would cover the form. */
const TYPED = new Set(["text", "long", "email", "decimal"]);
const CHOSEN = new Set(["stage", "currency"]);

export function Form({ fields, start = {}, send, submit, onCancel, isWide = false, isChange = false, note }: Props) {
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
      const found =
        reason instanceof Problem
          ? faultsByPlace(
              reason,
              fields.filter(isNested).map((each) => each.name),
            )
          : {};
      const places = Object.keys(found).filter((place) => fields.some(({ name }) => name === place.split("/")[0]));
      setFaults(found);
      if (places.length === 0) setRefusal(told(reason));
      const first = places[0];
      if (first) requestAnimationFrame(() => focusOn(form.current, first));
    } finally {
      setBusy(false);
    }
  };

  /** Where rows came, went or changed places, no refusal stands at its own any more. */
  const putRows = (name: string, rows: unknown[]) => {
    const before = (values[name] as unknown[] | undefined) ?? [];
    const isMoved = rows.length !== before.length || rows.filter((each, place) => each !== before[place]).length > 1;
    if (isMoved)
      setFaults((held) => Object.fromEntries(Object.entries(held).filter(([at]) => !at.startsWith(`${name}/`))));
    setValues((held) => ({ ...held, [name]: rows }));
  };

  return (
    <form onSubmit={send_} ref={form} noValidate={false}>
      <div className={isWide ? classes.wide : classes.narrow}>
        {fields.map((field, place) => (
          <div key={field.name} className={field.kind === "long" || isNested(field) ? classes.full : undefined}>
            {isNested(field) ? (
              <RowsInput
                field={field}
                value={values[field.name]}
                faults={faults}
                onChange={(value) => putRows(field.name, value)}
              />
            ) : (
              <FieldInput
                field={field}
                value={values[field.name]}
                error={faults[field.name]}
                autoFocus={place === focused}
                onChange={(value) => setValues((held) => ({ ...held, [field.name]: value }))}
              />
            )}
          </div>
        ))}
      </div>
      {note && (
        <Alert color="yellow" mt="sm">
          {note}
        </Alert>
      )}
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

/** The input at the place, or the first one of the row that is meant. */
function focusOn(form: HTMLFormElement | null, place: string): void {
  const row = place.split("/").slice(0, 2).join("/");
  const found =
    form?.querySelector<HTMLElement>(`[name="${place}"]`) ?? form?.querySelector<HTMLElement>(`[name^="${row}/"]`);
  found?.focus();
}

/** Without what was left empty; what a default would fill again is sent as emptied. */
export function filled(values: Values, fields: Field[]): Values {
  const emptied = new Set(fields.filter((each) => each.start !== undefined).map((each) => each.name));
  const isLeft = (value: unknown) => value === null || value === undefined || value === "" || isEmptyList(value);
  return Object.fromEntries(
    Object.entries(values)
      .filter(([name, value]) => !isLeft(value) || emptied.has(name))
      .map(([name, value]) => [name, isLeft(value) ? null : sent(fields, name, value)]),
  );
}

function sent(fields: Field[], name: string, value: unknown): unknown {
  const field = fields.find((each) => each.name === name);
  return field ? sentRows(field, value) : value;
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

function changed(values: Values, start: Values, fields: Field[]): Values {
  const said = fields
    .map(({ name, required }) => ({ name, required, value: values[name] ?? null }))
    .filter(({ name, required, value }) => required || value !== (start[name] ?? null));
  return Object.fromEntries(said.map(({ name, value }) => [name, sent(fields, name, value)]));
}
