/** Words to find, filters, columns. */
import { ActionIcon, Button, Checkbox, CloseButton, Menu, Popover, TextInput, UnstyledButton } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconColumns3, IconFilter, IconSearch } from "@tabler/icons-react";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useKey } from "@/keys";
import type { Asking, Filter } from "./asking";
import { fieldOf, type Noun } from "./contract";
import { isRetired } from "./custom";
import { ExportMenu } from "./ExportMenu";
import { useFilterWords } from "./filterWords";
import classes from "./list.module.css";
import { useLabels } from "./words";

/** Its calendars and pickers are loaded when the first filter is set. */
const FilterEditor = lazy(() => import("./FilterEditor"));

interface Props {
  noun: Noun;
  asking: Asking;
  onChange: (next: Partial<Asking>) => void;
}

export function Toolbar({ noun, asking, onChange }: Props) {
  const set = (field: string, next: Filter[]) =>
    onChange({ filters: [...asking.filters.filter((each) => each.field !== field), ...next] });
  const fields = [...new Set(asking.filters.map((each) => each.field))];
  return (
    <search className={classes.tools}>
      {noun.q && <Words asking={asking} onChange={onChange} />}
      {fields.map((field) => (
        <Chip
          key={field}
          noun={noun}
          field={field}
          filters={asking.filters.filter((each) => each.field === field)}
          onSet={set}
        />
      ))}
      <AddFilter noun={noun} taken={fields} onSet={set} />
      <span className={classes.space} />
      <ExportMenu noun={noun} asking={asking} />
      <Columns noun={noun} asking={asking} onChange={onChange} />
    </search>
  );
}

function Words({ asking, onChange }: Omit<Props, "noun">) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(asking.q);
  const input = useRef<HTMLInputElement>(null);
  const send = useDebouncedCallback((q: string) => onChange({ q }), 300);
  useEffect(() => setTyped(asking.q), [asking.q]);
  useKey("filter", () => input.current?.focus());
  return (
    <TextInput
      className={classes.words}
      ref={input}
      value={typed}
      placeholder={t("find_words")}
      aria-label={t("find_words")}
      leftSection={<IconSearch size={15} aria-hidden />}
      onKeyDown={(event) => {
        if (event.key === "Escape") event.currentTarget.blur();
      }}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        send(event.currentTarget.value.trim());
      }}
    />
  );
}

interface ChipProps {
  noun: Noun;
  field: string;
  filters: Filter[];
  onSet: (field: string, next: Filter[]) => void;
}

function Chip({ noun, field, filters, onSet }: ChipProps) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const words = useFilterWords(noun, field, filters);
  return (
    <span className={classes.chip} data-set>
      <Popover opened={isOpen} onChange={setOpen} position="bottom-start" trapFocus>
        <Popover.Target>
          <UnstyledButton className={classes.chipText} onClick={() => setOpen(!isOpen)}>
            {words}
          </UnstyledButton>
        </Popover.Target>
        <Popover.Dropdown>
          <Suspense>
            <FilterEditor
              noun={noun}
              field={field}
              filters={filters}
              onSet={(next) => onSet(field, next)}
              onDone={() => setOpen(false)}
            />
          </Suspense>
        </Popover.Dropdown>
      </Popover>
      <CloseButton
        size={26}
        iconSize={14}
        aria-label={t("remove_filter", { words })}
        onClick={() => onSet(field, [])}
      />
    </span>
  );
}

function AddFilter({ noun, taken, onSet }: { noun: Noun; taken: string[]; onSet: ChipProps["onSet"] }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const [field, setField] = useState<string | null>(null);
  const offered = [...noun.display.chips, ...Object.keys(noun.filters)].filter(
    (each, place, all) =>
      all.indexOf(each) === place &&
      each in noun.filters &&
      !taken.includes(each) &&
      !["id", "external_id"].includes(each) &&
      !isRetired(fieldOf(noun, each)),
  );
  return (
    <Popover
      opened={field !== null}
      onChange={(isOpen) => !isOpen && setField(null)}
      position="bottom-start"
      trapFocus
      withRoles={false}
    >
      <Popover.Target>
        <span>
          <Menu position="bottom-start">
            <Menu.Target>
              <Button variant="default" leftSection={<IconFilter size={15} aria-hidden />}>
                {t("add_filter")}
              </Button>
            </Menu.Target>
            <Menu.Dropdown mah={360} style={{ overflowY: "auto" }}>
              {offered.map((each) => (
                <Menu.Item key={each} onClick={() => setField(each)}>
                  {labels.of(fieldOf(noun, each) ?? { name: each })}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        </span>
      </Popover.Target>
      <Popover.Dropdown>
        {field && (
          <Suspense>
            <FilterEditor
              noun={noun}
              field={field}
              filters={[]}
              onSet={(next) => onSet(field, next)}
              onDone={() => setField(null)}
            />
          </Suspense>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}

function Columns({ noun, asking, onChange }: Props) {
  const { t } = useTranslation();
  const labels = useLabels();
  const offered = noun.fields.filter(
    (each) =>
      !["id", "version", "custom"].includes(each.name) &&
      !(each.kind === "list" && each.items?.of === "object") &&
      (!isRetired(each) || asking.columns.includes(each.name)),
  );
  const toggle = (name: string) => {
    const next = asking.columns.includes(name)
      ? asking.columns.filter((each) => each !== name)
      : [...asking.columns, name];
    if (next.length > 0) onChange({ columns: next });
  };
  return (
    <Popover position="bottom-end" trapFocus>
      <Popover.Target>
        <ActionIcon variant="default" aria-label={t("columns")} title={t("columns")}>
          <IconColumns3 size={16} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown mah={420} style={{ overflowY: "auto" }}>
        {offered.map((field) => (
          <Checkbox
            key={field.name}
            my={7}
            label={labels.of(field)}
            checked={asking.columns.includes(field.name)}
            disabled={field.name === noun.display.title}
            onChange={() => toggle(field.name)}
          />
        ))}
      </Popover.Dropdown>
    </Popover>
  );
}
