/** The list of any noun: kept views as tabs, filters in plain words, rows, sums of the whole result. */
import { Button, Skeleton } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useSearchParams } from "react-router";
import { useNews } from "@/api/events";
import { cache } from "@/api/queries";
import { useMay } from "@/components/person";
import { useKey } from "@/keys";
import { type Asking, useAsking } from "./asking";
import { type Noun, type Row, useNoun } from "./contract";
import { useOwnNoun } from "./custom";
import { Empty, Refused } from "./Empty";
import { useKept } from "./keptViews";
import classes from "./list.module.css";
import { Pager } from "./Pager";
import { RowTable } from "./RowTable";
import { Toolbar } from "./Toolbar";
import { useColumnNames, useList } from "./useList";
import { ViewTabs } from "./ViewTabs";
import { useWidths } from "./widths";
import { useLabels } from "./words";

/** What needs forms is loaded when it is first used, so that the rows come first. */
const BulkBar = lazy(() => import("./BulkBar"));
const Peek = lazy(() => import("./Peek"));

export default function ListPage({ nounKey, switcher }: { nounKey: string; switcher?: ReactNode }) {
  const noun = useNoun(nounKey);
  return <List key={nounKey} noun={noun} switcher={switcher} />;
}

export function ListHead({ noun, switcher }: { noun: Noun; switcher?: ReactNode }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const may = useMay();
  const go = useNavigate();
  const canCreate = noun.create && may(noun.create.right);
  const create = () => void go(`/${noun.key}/new`);
  useKey("create", canCreate ? create : null);
  return (
    <div className={classes.head}>
      <h1>{labels.noun(noun.key)}</h1>
      {switcher}
      <span className={classes.space} />
      {canCreate && (
        <Button leftSection={<IconPlus size={16} />} onClick={create}>
          {t("new_of", { one: labels.one(noun.key) })}
        </Button>
      )}
    </div>
  );
}

function List({ noun: plain, switcher }: { noun: Noun; switcher?: ReactNode }) {
  const { noun, isPending } = useOwnNoun(plain);
  const [asking, change] = useAsking(noun);
  const [params, setParams] = useSearchParams();
  const [selected, select] = useState<Set<string>>(new Set());
  const { rows, sums } = useList(noun, asking, !isPending);
  const data = rows.data?.data ?? [];
  const names = useColumnNames(noun, asking.columns, data);
  const view = useKept(noun).find((each) => each.id === asking.view);
  const drawn = useWidths(noun, view);
  const peeked = params.get("peek");
  const hasPeeked = useEver(peeked !== null);
  const peek = (id: string | null) =>
    setParams(
      (held) => {
        const next = new URLSearchParams(held);
        if (id) next.set("peek", id);
        else next.delete("peek");
        return next;
      },
      { replace: true },
    );

  return (
    <>
      <ListHead noun={noun} switcher={switcher} />
      <ViewTabs noun={noun} asking={asking} widths={drawn.widths} onChange={change} />
      <Toolbar noun={noun} asking={asking} onChange={change} />
      <News noun={noun} />
      <Suspense>
        {selected.size > 0 && (
          <BulkBar noun={plain} rows={data.filter((row) => selected.has(row.id))} onDone={() => select(new Set())} />
        )}
      </Suspense>
      <div
        className={`card ${classes.box}`}
        data-stale={rows.isPlaceholderData || undefined}
        aria-busy={rows.isFetching}
      >
        {rows.isError ? (
          <Refused reason={rows.error} onRetry={() => void rows.refetch()} />
        ) : rows.isPending ? (
          <Waiting />
        ) : data.length === 0 ? (
          <Empty
            noun={noun}
            isNarrowed={isNarrowed(asking)}
            onClear={() => change({ filters: [], q: "", view: "all" })}
          />
        ) : (
          <RowTable
            noun={noun}
            asking={asking}
            rows={data}
            names={names}
            drawn={drawn}
            selected={selected}
            onSelect={select}
            onChange={change}
            onPeek={peek}
            peeked={peeked}
          />
        )}
        {data.length > 0 && (
          <Pager asking={asking} page={rows.data} sums={sums.data} shown={data.length} onChange={change} rows={data} />
        )}
      </div>
      <Suspense>{hasPeeked && <Peek noun={plain} id={peeked} onClose={() => peek(null)} />}</Suspense>
    </>
  );
}

/** True from the first time on: a panel that was opened stays, so that it can close in sight. */
function useEver(now: boolean): boolean {
  const [ever, setEver] = useState(now);
  if (now && !ever) setEver(true);
  return ever || now;
}

function isNarrowed(asking: Asking): boolean {
  return asking.filters.length > 0 || asking.q !== "" || asking.from > 0;
}

function News({ noun }: { noun: Noun }) {
  const { t } = useTranslation();
  const count = useNews(noun.key);
  if (count === 0) return <div role="status" />;
  return (
    <div role="status" className={classes.news}>
      <Button
        size="compact-sm"
        variant="light"
        onClick={() => void cache.invalidateQueries({ queryKey: ["records", noun.key] })}
      >
        {t("news", { count })}
      </Button>
    </div>
  );
}

/** Only the first time, and only when it takes long enough to be seen. */
function Waiting() {
  const { t } = useTranslation();
  return (
    <div className={classes.waiting} role="status" aria-label={t("loading")}>
      {Array.from({ length: 12 }, (_, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: twelve equal bars
        <Skeleton key={place} height={14} radius="sm" />
      ))}
    </div>
  );
}

export type { Row };
