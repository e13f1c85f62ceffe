/** The columns of a file that was chosen, how its rows are taken, and the way on to trying them. */
import { Alert, Button, Group, Select, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { cache } from "@/api/queries";
import { useMay } from "@/components/person";
import { useWritten } from "@/i18n/format";
import { useProblemText } from "@/records/problemText";
import record from "@/records/record.module.css";
import { type Labels, useLabels } from "@/records/words";
import { begin, ENTITIES, fetchCustomFields, fetchEarlier, MODES, prepare, type RowField, type Rule } from "./api";
import type { Sheet } from "./csv";
import classes from "./imports.module.css";
import { type Columns, guessed, Mapping } from "./Mapping";

const NOTHING: RowField[] = [];
const LIST_SIGN = ";";

interface Props {
  entity: string;
  file: File;
  sheet: Sheet;
}

function useFields(entity: string): RowField[] {
  const may = useMay();
  const custom = useQuery({
    queryKey: ["records", "custom-fields", "of", entity],
    enabled: Boolean(ENTITIES[entity]?.custom) && may("gateway.custom_field:read"),
    queryFn: () => fetchCustomFields(entity),
  });
  const own = ENTITIES[entity]?.fields ?? NOTHING;
  const sorted = own.toSorted((a, b) => Number(b.required ?? false) - Number(a.required ?? false));
  return [...sorted, ...(custom.data ?? NOTHING)];
}

/** A list in a cell is JSON, as an export writes it, or else it is split. */
function ruleOf(field: RowField, column: string, sheet: Sheet): Rule {
  const isJson = sheet.rows.some((row) => row[sheet.head.indexOf(column)]?.startsWith("["));
  const split = field.kind === "list" && !isJson ? { split_by: LIST_SIGN } : {};
  return { column, empty_as_null: Boolean(field.nullable), ...split };
}

/** What was chosen for each field, or guessed of its name until somebody chose. */
function useColumns(fields: RowField[], sheet: Sheet, labels: Labels) {
  const [chosen, choose] = useState<Columns | null>(null);
  const [kept, keep] = useState<Record<string, Rule>>({});
  const columns = chosen ?? guessed(fields, sheet, labels.field);
  /** An earlier mapping is taken as it was, with its constants and translations, where the file has its columns. */
  const take = (mapping: Record<string, Rule>) => {
    const usable = Object.entries(mapping).filter(([, rule]) => !rule.column || sheet.head.includes(rule.column));
    keep(Object.fromEntries(usable));
    choose(Object.fromEntries(usable.flatMap(([name, rule]) => (rule.column ? [[name, rule.column]] : []))));
  };
  const change = (next: Columns) => {
    keep(Object.fromEntries(Object.entries(kept).filter(([name, rule]) => !rule.column || rule.column === next[name])));
    choose(next);
  };
  const mapping = (): Record<string, Rule> => ({
    ...Object.fromEntries(
      fields.flatMap((field) => {
        const column = columns[field.name];
        return column ? [[field.name, ruleOf(field, column, sheet)]] : [];
      }),
    ),
    ...kept,
  });
  return { columns, change, take, mapping };
}

export function Preparing({ entity, file, sheet }: Props) {
  const { t } = useTranslation();
  const labels = useLabels();
  const told = useProblemText();
  const go = useNavigate();
  const fields = useFields(entity);
  const { columns, change, take, mapping } = useColumns(fields, sheet, labels);
  const [mode, setMode] = useState("upsert");
  const [name, setName] = useState(file.name);
  const [refusal, setRefusal] = useState("");
  const [isBusy, setBusy] = useState(false);
  const rules = mapping();
  const lacking = fields.filter((each) => each.required && !rules[each.name]);
  const send = async () => {
    setBusy(true);
    try {
      const made = await prepare({ entity, mode, name, mapping: rules }, file);
      await begin(made.id, "dry-run");
      await cache.invalidateQueries({ queryKey: ["records", "imports"] });
      void go(`/imports/${made.id}`);
    } catch (reason) {
      setRefusal(told(reason));
      setBusy(false);
    }
  };
  return (
    <section className={`card ${record.panel}`} aria-label={t("import.columns")}>
      <div className={classes.form}>
        <Earlier entity={entity} onTake={take} />
        <Select
          label={t("import.mode")}
          data={MODES.map((value) => ({ value, label: t(`import_modes.${value}`) }))}
          value={mode}
          onChange={(chosen) => setMode(chosen ?? mode)}
          allowDeselect={false}
        />
        <TextInput
          label={labels.field("name")}
          value={name}
          maxLength={200}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      </div>
      <Mapping fields={fields} sheet={sheet} columns={columns} kept={rules} onChange={change} />
      {lacking.length > 0 && (
        <p className="quiet">
          {t("import.lacking", { fields: lacking.map((each) => labels.field(each.name)).join(", ") })}
        </p>
      )}
      {refusal && (
        <Alert color="red" mt="sm">
          {refusal}
        </Alert>
      )}
      <Group mt="md">
        <Button onClick={() => void send()} loading={isBusy} disabled={lacking.length > 0}>
          {t("import.try")}
        </Button>
        <span className="quiet">{t("import.try_hint")}</span>
      </Group>
    </section>
  );
}

function Earlier({ entity, onTake }: { entity: string; onTake: (mapping: Record<string, Rule>) => void }) {
  const { t } = useTranslation();
  const written = useWritten();
  const read = useQuery({ queryKey: ["records", "imports", "of", entity], queryFn: () => fetchEarlier(entity) });
  const [taken, setTaken] = useState<string | null>(null);
  const earlier = read.data ?? [];
  return (
    <Select
      label={t("import.as_in")}
      data={earlier.map((each) => ({ value: each.id, label: `${each.name} · ${written.moment(each.created_at)}` }))}
      value={taken}
      disabled={earlier.length === 0}
      placeholder={t("import.as_in_none")}
      onChange={(id) => {
        setTaken(id);
        const found = earlier.find((each) => each.id === id);
        if (found) onTake(found.mapping);
      }}
    />
  );
}
