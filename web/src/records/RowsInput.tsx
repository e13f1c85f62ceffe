/** A list within a form: rows are written, added, taken away and put in order; refusals stand at their row and field. */
import { ActionIcon, Button } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { type DragEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Values } from "@/api/client";
import type { Field } from "./contract";
import { FieldInput } from "./FieldInput";
import classes from "./form.module.css";
import { columnsOf, rowsOf, valueFrom } from "./nested";
import { Handle } from "./OrderedRow";
import type { Order } from "./useOrder";
import { useLabels } from "./words";

interface Props {
  field: Field;
  value: unknown;
  onChange: (value: unknown[]) => void;
  /** Of the whole form, by their place: `tiers/0/percent`. */
  faults: Record<string, string>;
}

/** A name for each row as long as it is there, so that what stands in it goes with it. */
function useNamed(count: number) {
  const made = useRef(0);
  const more = (many: number) => Array.from({ length: many }, () => String(made.current++));
  const [held, hold] = useState(() => more(count));
  return { names: held.length === count ? held : held.concat(more(count)).slice(0, count), hold, more };
}

export function RowsInput({ field, value, onChange, faults }: Props) {
  const { t } = useTranslation();
  const labels = useLabels();
  const label = labels.of(field);
  const rows = rowsOf(field, value);
  const { names, hold, more } = useNamed(rows.length);
  const box = useRef<HTMLFieldSetElement>(null);
  const wanted = useRef<string | null>(null);
  const [told, tell] = useState("");
  const order = names.join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the rows that are there are what a step changes
  useEffect(() => {
    if (wanted.current) box.current?.querySelector<HTMLElement>(wanted.current)?.focus();
    wanted.current = null;
  }, [order]);
  const put = (next: Values[]) => onChange(valueFrom(field, next));
  const add = () => {
    const [name = ""] = more(1);
    hold([...names, name]);
    wanted.current = `[data-row="${name}"] :is(input, textarea)`;
    put([...rows, {}]);
  };
  const take = (place: number) => {
    hold(names.toSpliced(place, 1));
    wanted.current = "[data-add]";
    tell(t("row_taken", { list: label, place: place + 1 }));
    put(rows.toSpliced(place, 1));
  };
  const move = (from: number, to: number) => {
    const there = Math.min(Math.max(to, 0), rows.length - 1);
    const [row, name] = [rows[from], names[from]];
    if (!row || !name || from === there) return;
    hold(names.toSpliced(from, 1).toSpliced(there, 0, name));
    wanted.current = `[data-handle="${name}"]`;
    tell(t("row_moved", { place: there + 1, count: rows.length }));
    put(rows.toSpliced(from, 1).toSpliced(there, 0, row));
  };
  const moves: Order = {
    by: (name, steps) => move(names.indexOf(name), names.indexOf(name) + steps),
    onto: (name, other) => move(names.indexOf(name), names.indexOf(other)),
  };
  return (
    <fieldset className={classes.list} ref={box}>
      <legend>
        {label}
        {field.required && <span className="danger">{" *"}</span>}
      </legend>
      <ol className={classes.rows}>
        {rows.map((row, place) => (
          <OneRow
            key={names[place]}
            name={names[place] ?? ""}
            called={t("row_of", { list: label, place: place + 1 })}
            at={`${field.name}/${place}`}
            columns={columnsOf(field)}
            row={row}
            faults={faults}
            order={rows.length > 1 ? moves : null}
            onChange={(next) => put(rows.with(place, next))}
            onTake={() => take(place)}
          />
        ))}
      </ol>
      {faults[field.name] && <p className="danger">{faults[field.name]}</p>}
      <Button variant="default" data-add leftSection={<IconPlus size={15} aria-hidden />} onClick={add}>
        {t("add_row", { list: label })}
      </Button>
      <span role="status" className="unseen">
        {told}
      </span>
    </fieldset>
  );
}

interface OneProps {
  name: string;
  called: string;
  at: string;
  columns: Field[];
  row: Values;
  faults: Record<string, string>;
  order: Order | null;
  onChange: (row: Values) => void;
  onTake: () => void;
}

/** What is refused of the row, but of no field that stands in it. */
function ofRow(at: string, columns: Field[], faults: Record<string, string>): string {
  const shown = new Set(columns.map((each) => `${at}/${each.name}`));
  const others = Object.entries(faults).filter(
    ([place]) => (place === at || place.startsWith(`${at}/`)) && !shown.has(place),
  );
  return others.map(([, fault]) => fault).join(" ");
}

function OneRow({ name, called, at, columns, row, faults, order, onChange, onTake }: OneProps) {
  const { t } = useTranslation();
  const [isOver, setOver] = useState(false);
  const refused = ofRow(at, columns, faults);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const dropped = event.dataTransfer.getData("text/plain");
    if (dropped && dropped !== name) order?.onto(dropped, name);
  };
  return (
    <li
      className={classes.row}
      data-row={name}
      data-over={isOver || undefined}
      onDragOver={(event) => {
        if (!order) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={order ? drop : undefined}
    >
      <div role="group" aria-label={called} className={classes.cells}>
        {columns.map((field) => (
          <div key={field.name} className={field.kind === "long" ? classes.full : undefined}>
            <FieldInput
              field={field}
              at={`${at}/${field.name}`}
              value={row[field.name]}
              error={faults[`${at}/${field.name}`]}
              onChange={(value) => onChange({ ...row, [field.name]: value })}
            />
          </div>
        ))}
        {refused && <p className={`danger ${classes.full}`}>{refused}</p>}
      </div>
      <div className={classes.acts}>
        {order && <Handle id={name} name={called} order={order} />}
        <ActionIcon color="red" size="lg" aria-label={t("remove_line", { name: called })} onClick={onTake}>
          <IconTrash size={15} />
        </ActionIcon>
      </div>
    </li>
  );
}
