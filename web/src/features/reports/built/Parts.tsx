/** What a report shows: groups with measures, or columns. */
import { ActionIcon, Button, MultiSelect, Select } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import classes from "./built.module.css";
import { type Definition, FUNCTIONS, GRAINS, isNumber, type Measure, type Table } from "./definition";

export interface PartProps {
  held: Definition;
  table: Table;
  onChange: (next: Partial<Definition>) => void;
}

const optionsOf = (columns: Table["columns"]) => columns.map((each) => ({ value: each.name, label: each.title }));

export function Columns({ held, table, onChange }: PartProps) {
  const { t } = useTranslation();
  return (
    <MultiSelect
      label={t("columns")}
      data={optionsOf(table.columns)}
      value={held.columns}
      onChange={(columns) => onChange({ columns })}
      maxValues={20}
      searchable
    />
  );
}

export function Groups({ held, table, onChange }: PartProps) {
  const { t } = useTranslation();
  const days = held.groups.filter((each) => table.columns.find((one) => one.name === each.column)?.kind === "day");
  const put = (names: string[]) =>
    onChange({
      groups: names.map((column) => {
        const isDay = table.columns.find((each) => each.name === column)?.kind === "day";
        const known = held.groups.find((each) => each.column === column);
        return known ?? (isDay ? { column, grain: "month" } : { column });
      }),
    });
  const step = (column: string, grain: string | null) =>
    onChange({
      groups: held.groups.map((each) => (each.column === column ? { column, ...(grain ? { grain } : {}) } : each)),
    });
  return (
    <>
      <MultiSelect
        label={t("rows_by")}
        data={optionsOf(table.columns.filter((each) => each.kind !== "money" && each.kind !== "rate"))}
        value={held.groups.map((each) => each.column)}
        onChange={put}
        maxValues={4}
        searchable
      />
      {days.map((each) => (
        <Select
          key={each.column}
          label={t("grain_of", { column: table.columns.find((one) => one.name === each.column)?.title })}
          data={GRAINS.map((grain) => ({ value: grain, label: t(`grains.${grain}`) }))}
          value={each.grain ?? null}
          placeholder={t("grains.day")}
          onChange={(grain) => step(each.column, grain)}
          clearable
        />
      ))}
    </>
  );
}

export function Measures({ held, table, onChange }: PartProps) {
  const { t } = useTranslation();
  const numbers = table.columns.filter(isNumber);
  const put = (place: number, measure: Measure) =>
    onChange({ measures: held.measures.map((each, at) => (at === place ? measure : each)) });
  const choose = (place: number, chosen: string | null) => {
    const before = held.measures[place];
    if (!chosen) return;
    if (chosen === "count") put(place, { function: "count" });
    else put(place, { function: chosen, column: before?.column ?? numbers[0]?.name });
  };
  const isFree = (column: string) => !held.measures.some((each) => each.function === "sum" && each.column === column);
  const next = numbers.find((each) => isFree(each.name));
  return (
    <fieldset className={classes.part}>
      <legend>{t("measures")}</legend>
      {held.measures.map((measure, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a measure is its place until it is saved
        <div key={place} className={classes.row}>
          <Select
            aria-label={t("measure_number", { number: place + 1 })}
            data={FUNCTIONS.filter((each) => each === "count" || numbers.length > 0).map((each) => ({
              value: each,
              label: t(`functions.${each}`),
            }))}
            value={measure.function}
            onChange={(chosen) => choose(place, chosen)}
            allowDeselect={false}
          />
          <Select
            aria-label={t("measure_column", { number: place + 1 })}
            data={optionsOf(numbers)}
            value={measure.column ?? null}
            placeholder={t("rows")}
            disabled={measure.function === "count"}
            onChange={(column) => column && put(place, { ...measure, column })}
            allowDeselect={false}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t("remove_line", { name: t("measure_number", { number: place + 1 }) })}
            disabled={held.measures.length === 1}
            onClick={() => onChange({ measures: held.measures.filter((_, at) => at !== place) })}
          >
            <IconX size={15} />
          </ActionIcon>
        </div>
      ))}
      {next && held.measures.length < 6 && (
        <Button
          variant="subtle"
          size="compact-sm"
          w="fit-content"
          leftSection={<IconPlus size={14} />}
          onClick={() => onChange({ measures: [...held.measures, { function: "sum", column: next.name }] })}
        >
          {t("add_measure")}
        </Button>
      )}
    </fieldset>
  );
}
