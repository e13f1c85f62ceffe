/** The audit trail of all services: who did what, when and from where, and what it changed. */
import { Button, Drawer, Select, Skeleton } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { ask } from "@/api/client";
import { DayInput } from "@/components/DayInput";
import { Named } from "@/components/Face";
import { useMay } from "@/components/person";
import { useWritten } from "@/i18n/format";
import { useNoun } from "@/records/contract";
import { Refused } from "@/records/Empty";
import { RecordSelect } from "@/records/RecordSelect";
import record from "@/records/record.module.css";
import { useLabels } from "@/records/words";
import { type Asked, type Entry, fetchTrail, VERIFY } from "./api";
import classes from "./audit.module.css";
import { OneEntry } from "./OneEntry";
import { Verification } from "./Verification";

interface EventKind {
  type: string;
  about: string;
}

const ASKED: (keyof Asked)[] = ["who", "kind", "record", "channel", "from", "until"];

export function kindName(type: string): string {
  return type.replace(/^tenon\./, "").replace(/\.v\d+$/, "");
}

export default function Audit() {
  const { t } = useTranslation();
  const labels = useLabels();
  const may = useMay();
  const [params, setParams] = useSearchParams();
  const [opened, open] = useState<Entry | null>(null);
  const asked = Object.fromEntries(ASKED.map((name) => [name, params.get(name)])) as unknown as Asked;
  const kinds = useQuery({
    queryKey: ["events", "catalogue"],
    queryFn: async () => (await ask<{ data: EventKind[] }>("GET", "/v1/events/catalogue")).data,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const read = useInfiniteQuery({
    queryKey: ["records", "audit", "trail", asked],
    queryFn: ({ pageParam }) => fetchTrail(asked, pageParam),
    initialPageParam: "",
    getNextPageParam: (page) => page.next || undefined,
  });
  const put = (name: keyof Asked, value: string | null) =>
    setParams(
      (held) => {
        const next = new URLSearchParams(held);
        if (value) next.set(name, value);
        else next.delete(name);
        return next;
      },
      { replace: true },
    );
  const entries = read.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <>
      <div className={record.head}>
        <h1>{labels.noun("audit")}</h1>
      </div>
      {may(VERIFY) && <Verification />}
      <Narrowing
        asked={asked}
        kinds={kinds.data ?? []}
        onChange={put}
        onClear={() => setParams({}, { replace: true })}
      />
      {read.isError && <Refused reason={read.error} onRetry={() => void read.refetch()} />}
      {read.isPending && <Skeleton height={300} />}
      {read.data && entries.length === 0 && <p className="quiet">{t("nothing_matches")}</p>}
      {entries.length > 0 && <Trail entries={entries} onOpen={open} />}
      {read.hasNextPage && (
        <Button variant="subtle" mt="sm" loading={read.isFetchingNextPage} onClick={() => void read.fetchNextPage()}>
          {t("older")}
        </Button>
      )}
      <Drawer
        opened={opened !== null}
        onClose={() => open(null)}
        position="right"
        size={560}
        title={<strong>{t("audit.entry")}</strong>}
        closeButtonProps={{ "aria-label": t("close") }}
      >
        {opened && (
          <OneEntry
            entry={opened}
            about={kinds.data?.find((each) => each.type === opened.kind)?.about}
            onAllOf={() => {
              setParams({ record: opened.record_id }, { replace: true });
              open(null);
            }}
          />
        )}
      </Drawer>
    </>
  );
}

interface NarrowingProps {
  asked: Asked;
  kinds: EventKind[];
  onChange: (name: keyof Asked, value: string | null) => void;
  onClear: () => void;
}

function Narrowing({ asked, kinds, onChange, onClear }: NarrowingProps) {
  const { t } = useTranslation();
  const labels = useLabels();
  const channels = useNoun("audit").filterKinds.channel?.choices ?? [];
  const isNarrowed = ASKED.some((name) => asked[name]);
  return (
    <div className={classes.filters}>
      <RecordSelect
        noun="people"
        label={labels.field("actor")}
        value={asked.who}
        onChange={(id) => onChange("who", id)}
      />
      <Select
        label={t("audit.what")}
        data={kinds.map((each) => ({ value: each.type, label: kindName(each.type) }))}
        value={asked.kind}
        onChange={(value) => onChange("kind", value)}
        placeholder={t("type_to_find")}
        nothingFoundMessage={t("nothing_matches")}
        limit={60}
        clearable
        searchable
      />
      <Select
        label={labels.field("channel")}
        data={channels.map((each) => ({ value: each, label: labels.choice(each) }))}
        value={asked.channel}
        onChange={(value) => onChange("channel", value)}
        clearable
      />
      <DayInput label={t("from")} value={asked.from} onChange={(day) => onChange("from", day)} clearable />
      <DayInput label={t("to")} value={asked.until} onChange={(day) => onChange("until", day)} clearable />
      {isNarrowed && (
        <Button variant="default" onClick={onClear}>
          {t("clear_filters")}
        </Button>
      )}
    </div>
  );
}

function Trail({ entries, onOpen }: { entries: Entry[]; onOpen: (entry: Entry) => void }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const written = useWritten();
  return (
    <section className={`card ${record.scroll}`} tabIndex={0} aria-label={labels.noun("audit")}>
      <table className={record.plain}>
        <thead>
          <tr>
            <th>{labels.field("at")}</th>
            <th>{t("audit.what")}</th>
            <th>{labels.field("actor")}</th>
            <th>{labels.field("changes")}</th>
            <th>{labels.field("channel")}</th>
            <th>{labels.field("address")}</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <tr key={entry.id}>
              <td className={classes.when}>{written.moment(entry.at)}</td>
              <td>
                <button type="button" className={classes.open} onClick={() => onOpen(entry)}>
                  {kindName(entry.kind)}
                </button>
              </td>
              <td>{entry.actor ? <Named name={entry.actor.name} /> : t("the_system")}</td>
              <td className="quiet">{Object.keys(entry.changes).map(labels.field).slice(0, 4).join(", ")}</td>
              <td>{entry.channel ? labels.choice(entry.channel) : "–"}</td>
              <td>{entry.address ?? "–"}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
