/** The entries of some days, by day; and giving one another day: at once on the screen, then at the gateway. */
import { notifications } from "@mantine/notifications";
import { keepPreviousData, useQueries } from "@tanstack/react-query";
import { createContext, useContext, useRef } from "react";
import { useTranslation } from "react-i18next";
import { cache } from "@/api/queries";
import type { Page } from "@/api/records";
import { useMay } from "@/components/person";
import type { Row } from "@/records/contract";
import { useProblemText } from "@/records/problemText";
import { useUndoable } from "@/records/useUndoable";
import { useDates } from "./dates";
import { type Entry, entryOf, placed, readSource, SOURCES, type Source, type Whose } from "./sources";

const REFUSED_STANDS = 12_000;

function keyOf(source: Source, days: string[], whose: Whose): unknown[] {
  return ["records", source.noun, "calendar", source.name, days[0], days.at(-1), whose?.person ?? "everybody"];
}

/** What this person may read at all. */
export function useSources(): Source[] {
  const may = useMay();
  return SOURCES.filter((each) => may(each.right));
}

export function useEntries(sources: Source[], days: string[], whose: Whose) {
  const may = useMay();
  const read = useQueries({
    queries: sources.map((source) => ({
      queryKey: keyOf(source, days, whose),
      placeholderData: keepPreviousData,
      queryFn: ({ signal }: { signal: AbortSignal }) => readSource(source, days, whose, signal),
    })),
  });
  const byDay = new Map<string, Entry[]>(days.map((day) => [day, []]));
  for (const [place, source] of sources.entries())
    for (const row of read[place]?.data?.data ?? []) {
      const entry = entryOf(source, row, may);
      byDay.get(entry.day)?.push(entry);
    }
  for (const entries of byDay.values())
    entries.sort((one, other) => one.time.localeCompare(other.time) || one.title.localeCompare(other.title));
  return {
    byDay,
    isPending: read.some((each) => each.isPending),
    isFetching: read.some((each) => each.isFetching),
    /** What is not wholly there: lists that were refused, and lists that hold more than is read. */
    failed: sources.filter((_, place) => read[place]?.isError),
    cut: sources.filter((_, place) => Boolean(read[place]?.data?.next)),
    again: () => Promise.all(read.filter((each) => each.isError).map((each) => each.refetch())),
  };
}

export interface Moving {
  move: (entry: Entry, day: string) => Promise<void>;
  /** Whether this entry takes the focus where it now stands: it was moved by keys. */
  takesFocus: (entry: Entry) => boolean;
  focusAfter: (entry: Entry) => void;
}

export const MovingContext = createContext<Moving | null>(null);

export function useMoving(): Moving {
  const moving = useContext(MovingContext);
  if (!moving) throw new Error("nothing can be moved here");
  return moving;
}

export function useMover(days: string[], whose: Whose): Moving {
  const { t } = useTranslation();
  const told = useProblemText();
  const undoable = useUndoable();
  const dates = useDates();
  const focused = useRef("");
  /** What is on its way: whoever moves a record again meanwhile moves it from where it will be, not from where it was. */
  const going = useRef(new Map<string, Promise<Row>>());
  const put = (source: Source, row: Row) =>
    cache.setQueryData<Page<Row>>(
      keyOf(source, days, whose),
      (held) => held && { ...held, data: held.data.map((each) => (each.id === row.id ? row : each)) },
    );
  /** What the screen shows may be an answer behind. */
  const newest = (source: Source, row: Row) =>
    cache.getQueryData<Page<Row>>(keyOf(source, days, whose))?.data.find((each) => each.id === row.id) ?? row;
  const reread = (source: Source) => cache.invalidateQueries({ queryKey: ["records", source.noun] });
  const send = async (source: Source, row: Row, day: string): Promise<Row> => {
    await cache.cancelQueries({ queryKey: ["records", source.noun, "calendar"] });
    const before = going.current.get(row.id) ?? Promise.resolve(newest(source, row));
    put(source, placed(source, row, day));
    const sent = before.then(async (held) => {
      const moved = await (source.send as NonNullable<Source["send"]>)(held, day);
      return { ...held, ...moved };
    });
    const known = sent.catch(() => before);
    going.current.set(row.id, known);
    const isLast = () => going.current.get(row.id) === known;
    try {
      const moved = await sent;
      if (isLast()) put(source, moved);
      return moved;
    } catch (reason) {
      put(source, await before);
      throw reason;
    } finally {
      if (isLast()) {
        going.current.delete(row.id);
        void reread(source);
      }
    }
  };
  return {
    takesFocus: (entry) => focused.current === entry.key,
    focusAfter: (entry) => {
      focused.current = entry.key;
    },
    move: async (entry, day) => {
      const { source, row, title } = entry;
      if (day === entry.day) return;
      try {
        const moved = await send(source, row, day);
        undoable(t("calendar.moved", { name: title, day: dates.whole(day) }), () => send(source, moved, entry.day));
      } catch (reason) {
        notifications.show({
          color: "red",
          autoClose: REFUSED_STANDS,
          title: t("calendar.refused", { name: title }),
          message: told(reason),
        });
      }
    },
  };
}
