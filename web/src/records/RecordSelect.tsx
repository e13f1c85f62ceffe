/** Choosing a record by typing some of its name. */
import { Combobox, InputBase, Loader, useCombobox } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { searchRecords } from "@/api/records";
import { NOUNS, type Row } from "./contract";
import { DISPLAYS, titleField } from "./displays";
import { useNames } from "./names";

interface Props {
  noun: string;
  value: string | null;
  onChange: (id: string | null, name?: string) => void;
  label?: ReactNode;
  "aria-label"?: string;
  error?: ReactNode;
  required?: boolean;
  placeholder?: string;
  autoFocus?: boolean;
  /** Inside a popover, which takes a click on a list beside it for one outside, and closes. */
  isInPopover?: boolean;
  /** Narrows what is offered. */
  within?: { field: string; op: string; value: unknown };
}

function shown(noun: string, row: Row): string {
  const title = row[titleField(noun)];
  return String(typeof title === "object" && title ? (title as { name: string }).name : (title ?? row.id));
}

function secondOf(noun: string, row: Row): string {
  const value = row[DISPLAYS[noun]?.second ?? "code"];
  return typeof value === "object" && value
    ? (value as { name: string }).name
    : /_id$/.test(DISPLAYS[noun]?.second ?? "")
      ? ""
      : String(value ?? "");
}

function useOffered(noun: string, typed: string, isOpen: boolean, within: Props["within"]) {
  const [words] = useDebouncedValue(typed.trim(), 200);
  return useQuery({
    queryKey: ["records", noun, "offered", words, within],
    enabled: isOpen,
    queryFn: ({ signal }) => {
      const begins = words && !NOUNS[noun]?.search ? [{ field: titleField(noun), op: "like", value: `${words}*` }] : [];
      const conditions = [...begins, ...(within ? [within] : [])];
      const filter = conditions.length > 0 ? { and: conditions } : undefined;
      return searchRecords<Row>(
        `/v1/${noun}`,
        { q: NOUNS[noun]?.search && words ? words : undefined, filter, limit: 20 },
        signal,
      );
    },
  });
}

export function RecordSelect(props: Props) {
  const { noun, value, onChange, within, autoFocus, placeholder, isInPopover = false, ...input } = props;
  const { t } = useTranslation();
  const [typed, setTyped] = useState<string | null>(null);
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const known = useNames(noun, [value]);
  const offered = useOffered(noun, typed ?? "", combobox.dropdownOpened, within);
  const name = value ? (known[value] ?? value.slice(0, 8)) : "";
  const choose = (id: string) => {
    const row = offered.data?.data.find((each) => each.id === id);
    onChange(id, row ? shown(noun, row) : undefined);
    setTyped(null);
    combobox.closeDropdown();
  };
  return (
    <Combobox store={combobox} onOptionSubmit={choose} shadow="md" withinPortal={!isInPopover}>
      <Combobox.Target>
        <InputBase
          {...input}
          withAsterisk={input.required}
          value={typed ?? name}
          placeholder={placeholder ?? t("type_to_find")}
          rightSection={offered.isFetching ? <Loader size={14} /> : <Combobox.Chevron />}
          rightSectionPointerEvents="none"
          autoFocus={autoFocus}
          onFocus={() => combobox.openDropdown()}
          onClick={() => combobox.openDropdown()}
          onBlur={() => {
            combobox.closeDropdown();
            if (typed === "" && value) onChange(null);
            setTyped(null);
          }}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            combobox.openDropdown();
            combobox.updateSelectedOptionIndex();
          }}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={!offered.data}>
        <Combobox.Options
          aria-label={input["aria-label"] ?? (typeof input.label === "string" ? input.label : undefined)}
          mah={260}
          style={{ overflowY: "auto" }}
        >
          {offered.data?.data.map((row) => (
            <Combobox.Option value={row.id} key={row.id} active={row.id === value}>
              {shown(noun, row)} <span className="quiet">{secondOf(noun, row)}</span>
            </Combobox.Option>
          ))}
          {offered.data?.data.length === 0 && <Combobox.Empty>{t("nothing_matches")}</Combobox.Empty>}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
