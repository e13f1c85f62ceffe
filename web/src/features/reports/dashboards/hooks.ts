/** Reading a dashboard with its figures, and changing it: what is shown changes at once and is kept in order. */
import { notifications } from "@mantine/notifications";
import { useQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { ask, type Values } from "@/api/client";
import { cache } from "@/api/queries";
import { changeRecord, fetchRecord, searchRecords } from "@/api/records";
import type { Row } from "@/records/contract";
import { useProblemText } from "@/records/problemText";
import type { ReportKind } from "../api";
import { useBuiltList, useKindOf, useTables } from "../built/hooks";
import { useCatalogue } from "../Catalogue";
import { withReached } from "../Report";
import { toldOf, type Widget } from "./arranging";

const PATH = "/v1/dashboards";

export interface Dashboard extends Row {
  title: string;
}

interface Data {
  id: string;
  title: string;
  widgets: Widget[];
}

export function useDashboards() {
  return useQuery({
    queryKey: ["records", "dashboards", "all"],
    queryFn: () => searchRecords<Dashboard>(PATH, { sort: ["title"], limit: 200 }),
  });
}

export function useDashboard(id: string) {
  return useQuery({ queryKey: ["records", "dashboards", id], queryFn: () => fetchRecord<Dashboard>(PATH, id) });
}

const keyOf = (id: string) => ["reports", "dashboard", id];

export function useData(id: string) {
  return useQuery({ queryKey: keyOf(id), queryFn: () => ask<Data>("GET", `${PATH}/${id}/data`) });
}

/** One change after the other, each on the version that the one before has left. */
export function useChange(dashboard: Dashboard) {
  const told = useProblemText();
  const { id } = dashboard;
  const line = useRef<Promise<number | undefined>>(Promise.resolve(dashboard.version));
  const send = (body: Values, isNew: boolean) => {
    line.current = line.current.then(async (version) => {
      try {
        const saved = await changeRecord<Dashboard>(PATH, id, body, version);
        cache.setQueryData(["records", "dashboards", id], saved);
        if (isNew) await cache.invalidateQueries({ queryKey: keyOf(id) });
        return saved.version;
      } catch (reason) {
        notifications.show({ color: "red", message: told(reason) });
        await cache.invalidateQueries({ queryKey: keyOf(id) });
        return (await fetchRecord<Dashboard>(PATH, id)).version;
      }
    });
    return line.current;
  };
  return {
    title: (title: string) => {
      cache.setQueryData<Data>(keyOf(id), (held) => held && { ...held, title });
      return send({ title }, false);
    },
    widgets: (widgets: Widget[], isNew = false) => {
      cache.setQueryData<Data>(keyOf(id), (held) => held && { ...held, widgets });
      return send({ widgets: widgets.map(toldOf) }, isNew);
    },
  };
}

/** Which report a widget shows, so that its figures can be drawn and named. */
export function useKinds(): {
  catalogue: ReportKind[];
  built: ReportKind[];
  of: (widget: Widget) => ReportKind | null;
} {
  const { t } = useTranslation();
  const catalogue = (useCatalogue().data ?? []).filter((each) => each.allowed).map((each) => withReached(each, t));
  const tables = useTables().data;
  const list = useBuiltList().data?.data ?? [];
  const kindOf = useKindOf();
  const built = tables ? list.map((each) => kindOf(each, tables)).filter((each) => each !== null) : [];
  const of = (widget: Widget) =>
    [...catalogue, ...built].find((each) => each.id === (widget.report ?? widget.built_report_id)) ?? null;
  return { catalogue, built, of };
}
