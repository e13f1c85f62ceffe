/** The rows of a list and, apart from them, their number and sums: a long count never holds up the rows. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { newsRead } from "@/api/events";
import { searchRecords } from "@/api/records";
import { type Asking, useTree } from "./asking";
import { fieldOf, type Noun, type Row } from "./contract";
import { pointsAt } from "./displays";
import { type Names, useNames } from "./names";

export const PAGE = 50;

export function useList(noun: Noun, asking: Asking) {
  const tree = useTree(noun, asking.filters);
  const asked = { filter: tree, q: asking.q || undefined };
  const fields = neededFields(noun, asking.columns);
  const rows = useQuery({
    queryKey: ["records", noun.key, "list", asked, asking.sort, asking.cursor, fields],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      searchRecords<Row>(
        noun.path,
        { ...asked, sort: sortOf(noun, asking), limit: PAGE, cursor: asking.cursor || undefined, fields },
        signal,
      ),
  });
  const sums = useQuery({
    queryKey: ["records", noun.key, "sums", asked],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      searchRecords<Row>(
        noun.path,
        {
          ...asked,
          limit: 1,
          count: "exact",
          fields: ["id"],
          totals: noun.totals.length > 0 ? noun.totals : undefined,
        },
        signal,
      ),
  });
  const readAt = rows.dataUpdatedAt;
  useEffect(() => {
    if (readAt) newsRead(noun.key);
  }, [noun.key, readAt]);
  return { rows, sums };
}

function sortOf(noun: Noun, asking: Asking): string[] {
  const names = asking.sort.split(",").filter((each) => noun.sorts.includes(each.replace(/^-/, "")));
  return names.length > 0 ? names : [noun.standard];
}

function neededFields(noun: Noun, columns: string[]): string[] {
  const wanted = [
    ...columns,
    noun.display.title,
    noun.display.second,
    noun.display.amount,
    noun.display.status,
    "currency",
    "version",
  ];
  const known = wanted.filter(
    (each): each is string => each !== undefined && (fieldOf(noun, each) !== undefined || each.startsWith("custom.")),
  );
  return [...new Set(known)];
}

/** Names for every column of ids, column by column; a list has few of them. */
export function useColumnNames(noun: Noun, columns: string[], rows: Row[]): Names {
  const ids = columns.filter((each) => fieldOf(noun, each)?.kind === "id" && pointsAt(each));
  const of = (place: number) => rows.map((row) => row[ids[place] ?? ""] as string | null);
  const a = useNames(ids[0] && pointsAt(ids[0]), of(0));
  const b = useNames(ids[1] && pointsAt(ids[1]), of(1));
  const c = useNames(ids[2] && pointsAt(ids[2]), of(2));
  return { ...a, ...b, ...c };
}
