/** The rows of a list and, apart from them, their number and sums: a long count never holds up the rows. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { newsRead } from "@/api/events";
import { searchRecords } from "@/api/records";
import { type Asking, useTree } from "./asking";
import { type Field, fieldOf, type Noun, type Row } from "./contract";
import { isOwnName, spread } from "./custom";
import { nounOf } from "./displays";
import { type Names, useNames } from "./names";

export const PAGE = 50;

/** `isKnown` once the noun says what the company added to it: before, what the address names of that is not understood. */
export function useList(noun: Noun, asking: Asking, isKnown: boolean) {
  const tree = useTree(noun, asking.filters);
  const asked = { filter: tree, q: asking.q || undefined };
  const fields = neededFields(noun, asking.columns);
  const enabled = isKnown || ![asking.sort, ...asking.filters.map((each) => each.field)].some(isOwnName);
  const rows = useQuery({
    enabled,
    queryKey: ["records", noun.key, "list", asked, asking.sort, asking.cursor, fields],
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const body = { ...asked, sort: sortOf(noun, asking), limit: PAGE, cursor: asking.cursor || undefined, fields };
      const page = await searchRecords<Row>(noun.path, body, signal);
      return { ...page, data: page.data.map(spread) };
    },
  });
  const sums = useQuery({
    enabled,
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
    (each): each is string => each !== undefined && (fieldOf(noun, each) !== undefined || isOwnName(each)),
  );
  return [...new Set(known)];
}

/** Names for every column of ids, column by column; a list has few of them. */
export function useColumnNames(noun: Noun, columns: string[], rows: Row[]): Names {
  const ids = columns
    .map((each) => fieldOf(noun, each))
    .filter((each): each is Field => each?.kind === "id" && nounOf(each) !== undefined);
  const of = (place: number): [string | undefined, (string | null)[]] => {
    const field = ids[place];
    return field ? [nounOf(field), rows.map((row) => row[field.name] as string | null)] : [undefined, []];
  };
  return { ...useNames(...of(0)), ...useNames(...of(1)), ...useNames(...of(2)), ...useNames(...of(3)) };
}
