/** Which events a webhook is told of: picked from the catalogue by their names or by what they mean. */
import { type ComboboxItem, MultiSelect, type OptionsFilter } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { type EventKind, fetchEventKinds } from "./api";
import classes from "./webhooks.module.css";

interface Props {
  value: string[];
  onChange: (types: string[]) => void;
  error?: ReactNode;
}

const MOST_SHOWN = 60;

/** tenon.sales.opportunity.won.v1 is asked for as sales.opportunity.won, whatever its version. */
function nameOf(type: string): string {
  return type.replace(/^tenon\./, "").replace(/\.v\d+$/, "");
}

/** Each event, and before those of one noun or one service the pattern that takes them all. */
function offered(kinds: EventKind[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const { type, about } of kinds) {
    const name = nameOf(type);
    const words = name.split(".");
    for (let many = 1; many < words.length; many += 1) {
      const pattern = `${words.slice(0, many).join(".")}.*`;
      if (!found.has(pattern)) found.set(pattern, "");
    }
    found.set(name, about);
  }
  return found;
}

export function EventPicker({ value, onChange, error }: Props) {
  const { t } = useTranslation();
  const read = useQuery({
    queryKey: ["events", "catalogue"],
    queryFn: fetchEventKinds,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const meanings = offered(read.data ?? []);
  const meaningOf = (name: string) =>
    name.endsWith(".*") ? t("webhook.all_of", { name: name.slice(0, -2) }) : (meanings.get(name) ?? "");
  const filter: OptionsFilter = ({ options, search, limit }) => {
    const words = search.toLowerCase().split(/\s+/).filter(Boolean);
    const isMeant = ({ value: name }: ComboboxItem) => {
      const text = `${name} ${meaningOf(name)}`.toLowerCase();
      return words.every((word) => text.includes(word));
    };
    return (options as ComboboxItem[]).filter(isMeant).slice(0, limit);
  };
  return (
    <MultiSelect
      label={t("webhook.types")}
      description={t("webhook.types_hint")}
      data={[...new Set([...meanings.keys(), ...value])]}
      value={value}
      onChange={onChange}
      error={error}
      name="types"
      filter={filter}
      limit={MOST_SHOWN}
      maxDropdownHeight={300}
      nothingFoundMessage={t("nothing_matches")}
      placeholder={value.length === 0 ? t("type_to_find") : undefined}
      renderOption={({ option }) => (
        <span className={classes.option}>
          <span>{option.value}</span>
          <span className="quiet">{meaningOf(option.value)}</span>
        </span>
      )}
      searchable
      hidePickedOptions
    />
  );
}
