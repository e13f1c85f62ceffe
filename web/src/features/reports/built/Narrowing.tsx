/** Which facts a report takes, in which order they come and how they are drawn. */
import { ActionIcon, Button, Select, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import classes from "./built.module.css";
import { CHARTS, type Condition, isNumber, nameOf, shownOf } from "./definition";
import { useTitled } from "./hooks";
import type { PartProps } from "./Parts";

const OF_TEXT = ["eq", "ne", "in", "like", "null"] as const;
const OF_SCALE = ["eq", "ne", "lt", "lte", "gt", "gte", "null"] as const;

export function Filters({ held, table, onChange }: PartProps) {
  const { t } = useTranslation();
  const put = (place: number, next: Condition) =>
    onChange({ filters: held.filters.map((each, at) => (at === place ? next : each)) });
  const first = table.columns.find((each) => each.name === "status") ?? table.columns[0];
  return (
    <fieldset className={classes.part}>
      <legend>{t("only_where")}</legend>
      {held.filters.map((filter, place) => {
        const column = table.columns.find((each) => each.name === filter.column);
        const number = { number: place + 1 };
        const ops = isNumber(column) || column?.kind === "day" ? OF_SCALE : OF_TEXT;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a condition is its place until it is saved
          <div key={place} className={classes.row} data-wide>
            <Select
              aria-label={t("filter_column", number)}
              data={table.columns.map((each) => ({ value: each.name, label: each.title }))}
              value={filter.column}
              onChange={(name) => name && put(place, { column: name, op: "eq", values: [""] })}
              allowDeselect={false}
              searchable
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t("remove_filter", { words: column?.title })}
              onClick={() => onChange({ filters: held.filters.filter((_, at) => at !== place) })}
            >
              <IconX size={15} />
            </ActionIcon>
            <div className={classes.pair}>
              <Select
                aria-label={t("filter_op", number)}
                data={ops.map((each) => ({ value: each, label: t(`compared.${each}`) }))}
                value={filter.op}
                onChange={(op) => op && put(place, { ...filter, op, values: [op === "null" ? "true" : ""] })}
                allowDeselect={false}
              />
              {filter.op === "null" ? (
                <Select
                  aria-label={t("filter_value", number)}
                  data={[
                    { value: "true", label: t("yes") },
                    { value: "false", label: t("no") },
                  ]}
                  value={filter.values[0] ?? "true"}
                  onChange={(value) => value && put(place, { ...filter, values: [value] })}
                  allowDeselect={false}
                />
              ) : (
                <TextInput
                  aria-label={t("filter_value", number)}
                  value={filter.values.join(",")}
                  placeholder={column?.kind === "day" ? "2026-01-31" : undefined}
                  onChange={({ currentTarget: { value } }) =>
                    put(place, { ...filter, values: filter.op === "in" ? value.split(",") : [value] })
                  }
                />
              )}
            </div>
          </div>
        );
      })}
      {first && held.filters.length < 10 && (
        <Button
          variant="subtle"
          size="compact-sm"
          w="fit-content"
          leftSection={<IconPlus size={14} />}
          onClick={() => onChange({ filters: [...held.filters, { column: first.name, op: "eq", values: [""] }] })}
        >
          {t("add_condition")}
        </Button>
      )}
    </fieldset>
  );
}

export function OrderAndChart({ held, table, onChange }: PartProps) {
  const { t } = useTranslation();
  const titled = useTitled()(table);
  const names = (name: string) => {
    const measure = held.measures.find((each) => nameOf(each) === name);
    if (measure && !held.lists) return titled(measure);
    return table.columns.find((each) => each.name === name)?.title ?? name;
  };
  const shown = shownOf(held).map((name) => ({ value: name, label: names(name) }));
  const groups = held.groups.map((each) => ({ value: each.column, label: names(each.column) }));
  const measures = held.measures.map((each) => ({ value: nameOf(each), label: titled(each) }));
  const chart = held.chart ?? { kind: "bar", x: groups[0]?.value ?? "", y: measures[0]?.value ?? "" };
  const days = table.columns.filter((each) => each.kind === "day");
  return (
    <>
      <div className={classes.pair}>
        <Select
          label={t("order_by")}
          data={shown}
          value={held.sort.replace(/^-/, "") || null}
          placeholder={t("as_shown")}
          onChange={(name) => onChange({ sort: name ? `-${name}` : "" })}
          clearable
        />
        <Select
          label={t("direction")}
          data={[
            { value: "-", label: t("falling") },
            { value: "", label: t("rising") },
          ]}
          value={held.sort.startsWith("-") ? "-" : ""}
          disabled={!held.sort}
          onChange={(sign) => onChange({ sort: `${sign ?? ""}${held.sort.replace(/^-/, "")}` })}
          allowDeselect={false}
        />
      </div>
      {days.length > 0 && (
        <Select
          label={t("period_by")}
          data={days.map((each) => ({ value: each.name, label: each.title }))}
          value={held.day}
          onChange={(day) => onChange({ day })}
          clearable
        />
      )}
      {!held.lists && groups.length > 0 && (
        <>
          <Select
            label={t("chart")}
            data={CHARTS.map((each) => ({ value: each, label: t(`chart_kinds.${each}`) }))}
            value={held.chart?.kind ?? null}
            placeholder={t("no_chart")}
            onChange={(kind) => onChange({ chart: kind ? { ...chart, kind } : null })}
            clearable
          />
          {held.chart && (
            <div className={classes.pair}>
              <Select
                label={t("chart_over")}
                data={groups}
                value={groups.some((each) => each.value === chart.x) ? chart.x : (groups[0]?.value ?? null)}
                onChange={(x) => x && onChange({ chart: { ...chart, x } })}
                allowDeselect={false}
              />
              <Select
                label={t("chart_of_measure")}
                data={measures}
                value={measures.some((each) => each.value === chart.y) ? chart.y : (measures[0]?.value ?? null)}
                onChange={(y) => y && onChange({ chart: { ...chart, y } })}
                allowDeselect={false}
              />
            </div>
          )}
        </>
      )}
    </>
  );
}
