/** Search over everything one may see, and jumps to places: one field for both. */
import { Combobox, Modal, TextInput, useCombobox } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { type Found, searchAll } from "@/api/search";
import { useMay } from "@/components/person";
import { isNoun, NOUNS } from "@/records/contract";
import { useProblemText } from "@/records/problemText";
import { useLabels } from "@/records/words";
import { placesFor } from "./navigation";
import { usePlaceName } from "./Rail";

/** The lists in which each type of what is found has its page, here and at the API. */
const NOUN_OF: Record<string, string> = {
  customer: "customers",
  contact: "contacts",
  lead: "leads",
  opportunity: "opportunities",
  quotation: "quotations",
  order: "orders",
  product: "products",
  activity: "activities",
  visit: "visits",
  request: "requests",
  agreement: "agreements",
  article: "articles",
  campaign: "campaigns",
  plan: "plans",
  schedule: "schedules",
  store: "stores",
  item: "items",
  warehouse: "warehouses",
};

/** One letter finds half the house, one Chinese character does not. */
const ENOUGH = /..|\p{Script=Han}/u;
const LONGEST = 200;
const BETWEEN = " · ";

/** What was found for these words and no others: an answer that comes late is another question's. */
function useFound(words: string) {
  const may = useMay();
  const types = Object.keys(NOUN_OF).filter((type) => {
    const noun = NOUN_OF[type];
    return isNoun(noun) && may(NOUNS[noun]?.right);
  });
  return useQuery({
    queryKey: ["search", words],
    enabled: ENOUGH.test(words) && types.length > 0,
    staleTime: 0,
    queryFn: ({ signal }) => searchAll(words.slice(0, LONGEST), types, signal),
  });
}

function textOf(hit: Found): string {
  return hit.name ?? hit.number ?? hit.id;
}

/** What tells it from others of its name; states come as the API calls them. */
function secondOf(hit: Found, said: (value: string) => string): string {
  const number = hit.number !== textOf(hit) ? hit.number : null;
  const context = hit.context?.split(BETWEEN).map(said) ?? [];
  return [number, ...context].filter(Boolean).join(BETWEEN);
}

export default function Palette({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const may = useMay();
  const go = useNavigate();
  const nameOf = usePlaceName();
  const [typed, setTyped] = useState("");
  const [words] = useDebouncedValue(typed.trim(), 180);
  const told = useProblemText();
  const isSettled = words === typed.trim();
  const read = useFound(words);
  const found = isSettled ? (read.data?.data ?? []) : [];
  const missing = isSettled ? (read.data?.missing ?? []) : [];
  const isSearching = ENOUGH.test(typed.trim()) && (!isSettled || read.isFetching);
  const combobox = useCombobox({ opened: true });
  const places = placesFor(may)
    .flatMap((group) => group.places)
    .filter((place) => nameOf(place).toLowerCase().includes(typed.trim().toLowerCase()));
  // biome-ignore lint/correctness/useExhaustiveDependencies: the first hit is chosen whenever the hits change
  useEffect(() => {
    combobox.selectFirstOption();
  }, [words, found.length, read.dataUpdatedAt, places.length]);
  const choose = (to: string) => {
    onClose();
    void go(to);
  };
  return (
    <Modal
      opened
      onClose={onClose}
      withCloseButton={false}
      padding={0}
      size="lg"
      yOffset="10dvh"
      centered={false}
      aria-label={t("search_or_jump")}
    >
      <Combobox store={combobox} onOptionSubmit={choose}>
        <Combobox.EventsTarget>
          <TextInput
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            placeholder={t("search_or_jump")}
            aria-label={t("search_or_jump")}
            leftSection={<IconSearch size={17} aria-hidden />}
            size="lg"
            variant="unstyled"
            px="xs"
            data-autofocus
          />
        </Combobox.EventsTarget>
        <Combobox.Options
          aria-label={t("search_or_jump")}
          mah="60dvh"
          p="xs"
          style={{ overflowY: "auto", borderTop: "1px solid var(--line)" }}
        >
          {found.map((group) => {
            const noun = NOUN_OF[group.type] ?? group.type;
            return (
              <Combobox.Group key={group.type} label={labels.noun(noun)}>
                {group.found.map((hit) => (
                  <Combobox.Option value={`/${noun}/${hit.id}`} key={hit.id}>
                    {textOf(hit)} <span className="quiet">{secondOf(hit, labels.choice)}</span>
                  </Combobox.Option>
                ))}
                {group.more && (
                  <Combobox.Option value={`/${noun}?q=${encodeURIComponent(words)}`} className="quiet">
                    {t("palette.more", { noun: labels.noun(noun) })}
                  </Combobox.Option>
                )}
              </Combobox.Group>
            );
          })}
          <Combobox.Group label={t("go_to")}>
            {places.slice(0, words ? 5 : 12).map((place) => (
              <Combobox.Option value={place.to} key={place.to}>
                {nameOf(place)}
              </Combobox.Option>
            ))}
          </Combobox.Group>
          {found.length === 0 && places.length === 0 && !isSearching && (
            <Combobox.Empty>{t("nothing_matches")}</Combobox.Empty>
          )}
        </Combobox.Options>
        <div role="status" className="quiet" style={{ padding: "0 16px 8px" }}>
          {isSearching && t("palette.searching")}
          {missing.length > 0 &&
            t("palette.missing", { services: missing.map((each) => t(`services_of.${each}`)).join(", ") })}
          {isSettled && read.isError && told(read.error)}
        </div>
      </Combobox>
    </Modal>
  );
}
