/** The facts of a record, each changed where it stands. */
import { ActionIcon, Button, UnstyledButton } from "@mantine/core";
import { IconCheck, IconPencil, IconX } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "@/api/problem";
import { useMay, usePerson } from "@/components/person";
import { useKey } from "@/keys";
import { Cell } from "./Cell";
import { ConflictNote } from "./ConflictNote";
import { type Field, fieldOf, type Noun, type Row } from "./contract";
import { gathered, type OwnField, spread, useOwnFields } from "./custom";
import { nounOf } from "./displays";
import { FieldInput } from "./FieldInput";
import { type Names, useNames } from "./names";
import { isNested, isPlain } from "./nested";
import { useProblemText } from "./problemText";
import classes from "./record.module.css";
import { useChange } from "./useRecord";
import { useLabels } from "./words";

const HIDDEN = new Set([
  "id",
  "version",
  "custom",
  "rule",
  "external_id",
  "lines",
  "versions",
  "instalments",
  "probability_overridden",
]);
const LAST = ["owner", "org_unit", "created_at", "updated_at"];

function shownFields(noun: Noun, row: Row): Field[] {
  const shown = noun.fields.filter(
    (field) =>
      !HIDDEN.has(field.name) &&
      !LAST.includes(field.name) &&
      field.name !== noun.display.title &&
      !isTable(field, row) &&
      !isNested(field) &&
      (isFilled(row[field.name]) || changeOf(noun, field.name) !== undefined),
  );
  return [...shown, ...LAST.map((name) => fieldOf(noun, name)).filter((each): each is Field => each !== undefined)];
}

function isFilled(value: unknown): boolean {
  return value !== null && value !== undefined && value !== "" && !(Array.isArray(value) && value.length === 0);
}

/** What is asked for first stands there even while it is empty. */
function isMain(noun: Noun, name: string): boolean {
  return noun.display.columns.includes(name) || ["next_step", "next_step_on", "description", "note"].includes(name);
}

function isTable(field: Field, row: Row): boolean {
  return (
    field.kind === "list" && ((row[field.name] as unknown[] | null) ?? []).some((each) => typeof each === "object")
  );
}

/** The field of a change that belongs to a shown one: `customer` is changed by `customer_id`. */
function changeOf(noun: Noun, name: string): Field | undefined {
  return noun.change?.fields.find((each) => each.name === name || each.name === `${name}_id`);
}

/** What the company added, as it stands among the facts: what is retired only while it says something. */
function useOwnFacts(noun: Noun, row: Row): OwnField[] {
  const filled = spread(row);
  return useOwnFields(noun).fields.filter((each) => each.isChangeable || isFilled(filled[each.name]));
}

function changingOf(noun: Noun, field: Field, own: OwnField[]): Field | undefined {
  const added = own.find((each) => each.name === field.name);
  return added ? (added.isChangeable ? added : undefined) : changeOf(noun, field.name);
}

export function Facts({ noun, row: told }: { noun: Noun; row: Row }) {
  const { t } = useTranslation();
  const may = useMay();
  const labels = useLabels();
  const [editing, setEditing] = useState<string | null>(null);
  const row = spread(told);
  const own = useOwnFacts(noun, told);
  const fields = [...shownFields(noun, row), ...own];
  const names = useFactNames(fields, row);
  const me = usePerson();
  const isOpen = !noun.display.ownersOnly || ((row.owner as Row | null)?.id === me.id && row.status !== "removed");
  const canChange = noun.change !== undefined && may(noun.change.right) && isOpen;
  const { change, conflict, resolve } = useChange(noun, told);
  const [isWhole, setWhole] = useState(false);
  const empty = fields.filter((each) => !isFilled(row[each.name]) && !isMain(noun, each.name) && !each.required);
  const listed = isWhole ? fields : fields.filter((each) => !empty.includes(each));
  const firstOpen = fields.find((each) => changeOf(noun, each.name));
  useKey("edit", canChange && firstOpen ? () => setEditing(firstOpen.name) : null);
  return (
    <section aria-label={labels.one(noun.key)}>
      {conflict && (
        <ConflictNote
          noun={noun}
          conflict={conflict}
          onMine={() => change(conflict.wanted, conflict.current.version)}
          onTheirs={resolve}
        />
      )}
      <dl className={classes.facts}>
        {listed.map((field) => {
          const changing = canChange ? changingOf(noun, field, own) : undefined;
          return (
            <Fact
              key={field.name}
              field={field}
              changing={changing && isPlain(changing) ? changing : undefined}
              row={row}
              names={names}
              isEditing={editing === field.name}
              onEdit={() => setEditing(field.name)}
              onEnd={() => setEditing(null)}
              onSave={async (value, version) => change(gathered({ [changing?.name ?? field.name]: value }), version)}
            />
          );
        })}
      </dl>
      {empty.length > 0 && !isWhole && (
        <Button variant="subtle" size="compact-sm" mt={6} onClick={() => setWhole(true)}>
          {t("empty_fields", { count: empty.length })}
        </Button>
      )}
    </section>
  );
}

function useFactNames(fields: Field[], row: Row): Names {
  const ids = fields.filter((field) => field.kind === "id" && row[field.name] && nounOf(field)).slice(0, 4);
  const of = (place: number): [string | undefined, string[]] => {
    const field = ids[place];
    return field ? [nounOf(field), [String(row[field.name])]] : [undefined, []];
  };
  return { ...useNames(...of(0)), ...useNames(...of(1)), ...useNames(...of(2)), ...useNames(...of(3)) };
}

interface FactProps {
  field: Field;
  changing: Field | undefined;
  row: Row;
  names: Names;
  isEditing: boolean;
  onEdit: () => void;
  onEnd: () => void;
  onSave: (value: unknown, version: number | undefined) => Promise<void>;
}

function Fact({ field, changing, row, names, isEditing, onEdit, onEnd, onSave }: FactProps) {
  const { t } = useTranslation();
  const labels = useLabels();
  const label = labels.of(field);
  const value = <Cell field={field} row={row} names={names} isLinked />;
  return (
    <div className={classes.fact}>
      <dt>{label}</dt>
      <dd>
        {isEditing && changing ? (
          <FactForm
            field={changing}
            start={startOf(row, field, changing)}
            version={row.version}
            onSave={onSave}
            onEnd={onEnd}
          />
        ) : changing ? (
          <>
            <span className={classes.value}>{value}</span>
            <UnstyledButton
              className={isLink(field, row) ? classes.pencil : classes.pen}
              onClick={onEdit}
              aria-label={t("edit_field", { field: label })}
            >
              {isLink(field, row) && <IconPencil size={14} aria-hidden />}
            </UnstyledButton>
          </>
        ) : (
          value
        )}
      </dd>
    </div>
  );
}

/** A value that leads elsewhere keeps its click; its pencil stands beside it. */
function isLink(field: Field, row: Row): boolean {
  return ["ref", "id", "unit"].includes(field.kind) && isFilled(row[field.name]);
}

function startOf(row: Row, field: Field, changing: Field): unknown {
  const value = row[field.name];
  return changing.name !== field.name && value && typeof value === "object" ? (value as Row).id : value;
}

interface FormProps {
  field: Field;
  start: unknown;
  version: number | undefined;
  onSave: FactProps["onSave"];
  onEnd: () => void;
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

function FactForm({ field, start, version, onSave, onEnd }: FormProps) {
  const { t } = useTranslation();
  const told = useProblemText();
  const [value, setValue] = useState(start);
  // What somebody else saves meanwhile arrives by itself; the change is still of the version it began with.
  const [begunAt] = useState(version);
  const [refusal, setRefusal] = useState("");
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (value === start) return onEnd();
    try {
      await onSave(value === "" || (field.label && isEmptyList(value)) ? null : value, begunAt);
      onEnd();
    } catch (reason) {
      setRefusal(
        reason instanceof Problem && reason.faults[0]
          ? reason.faults.map((each) => each.detail).join(" ")
          : told(reason),
      );
    }
  };
  return (
    <form onSubmit={save} className={classes.factForm} onKeyDown={(event) => event.key === "Escape" && onEnd()}>
      <FieldInput field={field} value={value} onChange={setValue} error={refusal} autoFocus isBare />
      <ActionIcon type="submit" variant="filled" color="teal" aria-label={t("save")}>
        <IconCheck size={16} />
      </ActionIcon>
      <ActionIcon onClick={onEnd} aria-label={t("cancel")}>
        <IconX size={16} />
      </ActionIcon>
    </form>
  );
}
