/** How wide the columns of a list are: as a view of one's own keeps it, otherwise as this browser remembers the list. */
import { useDebouncedCallback } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { useEffect, useState } from "react";
import { cache } from "@/api/queries";
import { changeRecord } from "@/api/records";
import { useMay, usePerson } from "@/components/person";
import type { Field, Noun } from "./contract";
import type { Kept } from "./keptViews";
import { useProblemText } from "./problemText";

export type Widths = Record<string, number>;

/** As the API takes them. */
export const NARROWEST = 48;
export const WIDEST = 1200;
const PAUSE_MS = 500;

const OF_KIND: Partial<Record<string, number>> = {
  decimal: 110,
  integer: 74,
  number: 90,
  date: 108,
  moment: 112,
  yesno: 100,
  choice: 126,
  person: 146,
};
const STANDARD = 132;
const CHECKBOX = 40;
const NARROWEST_TITLE = 220;

/** What a column is as wide as that nobody has drawn. */
export function usualWidth(field: Field, isFirst: boolean): number {
  return isFirst ? NARROWEST_TITLE : (OF_KIND[field.kind] ?? STANDARD);
}

/** The first column takes what the others leave, until it is given a width itself. */
export function tableWidths(fields: Field[], widths: Widths) {
  const columns = fields.map((field, place) => widths[field.name] ?? usualWidth(field, place === 0));
  const sum = columns.reduce((all, each) => all + each, CHECKBOX);
  const first = fields[0];
  const isFirstDrawn = first !== undefined && widths[first.name] !== undefined;
  return {
    columns: columns.map((each, place) => (place === 0 && !isFirstDrawn ? undefined : each)),
    table: isFirstDrawn ? { width: sum, minWidth: sum } : { minWidth: sum },
  };
}

export function within(width: number): number {
  return Math.round(Math.min(Math.max(width, NARROWEST), WIDEST));
}

function placeOf(noun: Noun, view: Kept | undefined): string {
  return view ? `tenon.widths.${noun.key}.${view.id}` : `tenon.widths.${noun.key}`;
}

function remembered(place: string): Widths | null {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(place) ?? "null");
    if (!found || typeof found !== "object") return null;
    return Object.fromEntries(Object.entries(found).filter(([, each]) => typeof each === "number"));
  } catch {
    return null;
  }
}

export interface Drawn {
  widths: Widths;
  /** Null for as wide as usual. */
  draw: (column: string, width: number | null) => void;
}

export function useWidths(noun: Noun, view: Kept | undefined): Drawn {
  const me = usePerson();
  const may = useMay();
  const told = useProblemText();
  const own = view?.owner.id === me.id && may("gateway.view:change") ? view : undefined;
  const place = placeOf(noun, view);
  const [held, hold] = useState<{ place: string; widths: Widths } | null>(null);
  const kept = own ? own.widths : (remembered(place) ?? view?.widths ?? {});
  const widths = held?.place === place ? held.widths : kept;
  const save = useDebouncedCallback(
    (id: string, next: Widths) => {
      changeRecord("/v1/views", id, { widths: next })
        .then(() => cache.invalidateQueries({ queryKey: ["records", "views"] }))
        .catch((reason: unknown) => {
          hold(null);
          notifications.show({ color: "red", message: told(reason) });
        });
    },
    { delay: PAUSE_MS, flushOnUnmount: true },
  );
  // The last drawing of a view is sent before another is shown.
  // biome-ignore lint/correctness/useExhaustiveDependencies: for each view
  useEffect(() => () => save.flush(), [place]);
  const draw = (column: string, width: number | null) => {
    const { [column]: _, ...others } = widths;
    const next = width === null ? others : { ...others, [column]: within(width) };
    hold({ place, widths: next });
    if (own) save(own.id, next);
    else localStorage.setItem(place, JSON.stringify(next));
  };
  return { widths, draw };
}
