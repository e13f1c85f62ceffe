/** What the values of the company's managed lists are called: a list is read once, when something that follows it is shown. */
import { useQueries } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { ask } from "@/api/client";
import type { Page } from "@/api/records";
import { useMay } from "@/components/person";
import type { Row } from "./contract";
import { type Label, saidIn } from "./labels";
import { useLabels } from "./words";

export interface PicklistValue extends Row {
  code: string;
  label: Label;
  position: number;
  retired: boolean;
}

const MOST = 200;
const MOST_PAGES = 10;
const READ = "gateway.picklist:read";

/** All there are; a list holds at most five hundred values, an installation a thousand lists. */
export async function fetchAll<R>(path: string, sort: string): Promise<R[]> {
  const rows: R[] = [];
  let cursor = "";
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const read = await ask<Page<R>>("GET", path, { query: { limit: String(MOST), sort, cursor } });
    rows.push(...read.data);
    if (!read.next) break;
    cursor = read.next;
  }
  return rows;
}

export function valuesPath(list: string): string {
  return `/v1/picklists/${encodeURIComponent(list)}/values`;
}

export const valuesKey = (list: string) => ["records", "picklists", list, "values in order"];

export function fetchValues(list: string): Promise<PicklistValue[]> {
  return fetchAll<PicklistValue>(valuesPath(list), "position");
}

export interface Listed {
  /** What a value is called in the reader's language: also a retired one, and one that is on no list. */
  say(list: string, value: unknown): string;
  /** The values in use, in the order of the list: what a form or a filter offers. None: it takes anything. */
  offered(list: string | undefined): { value: string; label: string }[];
}

/** Each list is asked for once and kept; what is on several screens is not asked for again. */
export function useListed(lists: (string | undefined)[]): Listed {
  const { i18n } = useTranslation();
  const labels = useLabels();
  const may = useMay();
  const asked = may(READ) ? [...new Set(lists.filter((each): each is string => Boolean(each)))] : [];
  const read = useQueries({
    queries: asked.map((list) => ({
      queryKey: valuesKey(list),
      queryFn: () => fetchValues(list),
      staleTime: 10 * 60_000,
    })),
  });
  const valuesOf = (list: string | undefined) => (list ? (read[asked.indexOf(list)]?.data ?? []) : []);
  const called = (one: PicklistValue) => saidIn(i18n.language, one.label);
  return {
    say: (list, value) => {
      const known = valuesOf(list).find((each) => each.code === value);
      return known ? called(known) : labels.choice(value);
    },
    offered: (list) =>
      valuesOf(list)
        .filter((each) => !each.retired)
        .map((each) => ({ value: each.code, label: called(each) })),
  };
}
