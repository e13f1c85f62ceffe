/** The page of any record: its facts left, what belongs to it in the middle, its history right. */
import { Skeleton, UnstyledButton } from "@mantine/core";
import { type ComponentType, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { useMay } from "@/components/person";
import { Cell } from "./Cell";
import { fieldOf, isNoun, type Noun, type Part, type Row, titleOf, useNoun } from "./contract";
import { Discussion } from "./Discussion";
import { Refused } from "./Empty";
import { Facts } from "./Facts";
import { Files } from "./Files";
import { History } from "./History";
import { Lists } from "./Lists";
import { PartTable } from "./PartTable";
import { Related } from "./Related";
import classes from "./record.module.css";
import { Timeline } from "./Timeline";
import { useRecord } from "./useRecord";
import { VerbMenu } from "./VerbMenu";
import { useLabels } from "./words";

/** What a feature adds to the page of its noun. */
export interface Extra {
  name: string;
  Body: ComponentType<{ noun: Noun; row: Row }>;
}

export interface Extras {
  tabs?: Extra[];
  Actions?: ComponentType<{ noun: Noun; row: Row }>;
  /** Its tabs hold wide tables, so the history stands below the facts. */
  isWide?: boolean;
}

const THREADS = new Set(["comments"]);
const HIDDEN_PARTS = new Set(["activities-picker", "files", "history", "timeline", "comments"]);

export default function RecordPage({ nounKey, extras }: { nounKey: string; extras?: Extras }) {
  const { id = "" } = useParams();
  const noun = useNoun(nounKey);
  const read = useRecord(noun, id);
  if (read.isError) return <Refused reason={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <Skeleton height={320} radius="md" />;
  return <Page key={id} noun={noun} row={read.data} extras={extras} />;
}

function Page({ noun, row, extras }: { noun: Noun; row: Row; extras?: Extras }) {
  const { t } = useTranslation();
  const hasHistory = noun.parts.some((each) => each.name === "history");
  const history = hasHistory && (
    <section className={`card ${classes.panel}`} aria-label={t("history")}>
      <h2>{t("history")}</h2>
      <History noun={noun} id={row.id} />
    </section>
  );
  return (
    <>
      <RecordHead noun={noun} row={row}>
        {extras?.Actions && <extras.Actions noun={noun} row={row} />}
        <VerbMenu noun={noun} row={row} />
      </RecordHead>
      <div className={classes.columns} data-two={extras?.isWide || !hasHistory || undefined}>
        <div className={classes.stack}>
          <div className={`card ${classes.panel}`}>
            <h2>{t("facts")}</h2>
            <Facts noun={noun} row={row} />
          </div>
          <Lists noun={noun} row={row} />
          {extras?.isWide && history}
        </div>
        <Tabs noun={noun} row={row} extras={extras?.tabs ?? []} />
        {!extras?.isWide && history}
      </div>
    </>
  );
}

export function RecordHead({ noun, row, children }: { noun: Noun; row: Row; children?: ReactNode }) {
  const labels = useLabels();
  const { status, amount } = noun.display;
  const statusField = status ? fieldOf(noun, status) : undefined;
  const amountField = amount ? fieldOf(noun, amount) : undefined;
  return (
    <div className={classes.head}>
      <nav className={classes.crumb} aria-label={labels.noun(noun.key)}>
        <Link to={`/${noun.key}`}>{labels.noun(noun.key)}</Link>
      </nav>
      <div className={classes.titles}>
        <h1>{titleOf(noun, row)}</h1>
        {statusField && <Cell field={statusField} row={row} />}
        {amountField && (
          <span className={classes.money}>
            <Cell field={amountField} row={row} />
          </span>
        )}
      </div>
      <span className={classes.space} />
      <div className={classes.actions}>{children}</div>
    </div>
  );
}

interface Tab {
  name: string;
  label: string;
  body: ReactNode;
}

function useTabs(noun: Noun, row: Row, extras: Extra[]): Tab[] {
  const { t, i18n } = useTranslation();
  const labels = useLabels();
  const may = useMay();
  const named = (name: string) => (i18n.exists(`parts.${name}`) ? t(`parts.${name}`) : labels.noun(name));
  const part = (name: string): Part | undefined => noun.parts.find((each) => each.name === name && may(each.right));
  const own = extras.map(({ name, Body }) => ({ name, label: named(name), body: <Body noun={noun} row={row} /> }));
  const timeline = part("timeline") && {
    name: "timeline",
    label: named("timeline"),
    body: <Timeline noun={noun} id={row.id} />,
  };
  const tables = noun.parts
    .filter((each) => each.fields && may(each.right) && !extras.some((extra) => extra.name === each.name))
    .map((each) => ({
      name: each.name,
      label: named(each.name),
      body: <PartTable noun={noun} row={row} part={each} />,
    }));
  const related = noun.parts
    .filter((each) => may(each.right) && !each.fields && !HIDDEN_PARTS.has(each.name) && isNoun(each.name))
    .map((each) => ({
      name: each.name,
      label: named(each.name),
      body: <Related noun={noun} id={row.id} part={each.name} related={each.name} />,
    }));
  const files = part("files");
  const thread = noun.parts.find((each) => THREADS.has(each.name) && may(each.right));
  const all: (Tab | undefined)[] = [
    ...own,
    timeline,
    ...related,
    ...tables,
    thread && {
      name: thread.name,
      label: named(thread.name),
      body: <Discussion noun={noun} id={row.id} part={thread} />,
    },
    files && { name: "files", label: named("files"), body: <Files noun={noun} id={row.id} part={files} /> },
  ];
  return all.filter((each): each is Tab => each !== undefined);
}

function Tabs({ noun, row, extras }: { noun: Noun; row: Row; extras: Extra[] }) {
  const { t } = useTranslation();
  const tabs = useTabs(noun, row, extras);
  const [chosen, choose] = useState(tabs[0]?.name);
  const tab = tabs.find((each) => each.name === chosen) ?? tabs[0];
  if (!tab) return <div />;
  const step = (key: string) => {
    const by = key === "ArrowRight" ? 1 : key === "ArrowLeft" ? -1 : 0;
    const next = tabs[(tabs.indexOf(tab) + by + tabs.length) % tabs.length];
    if (by && next) {
      choose(next.name);
      document.getElementById(`tab-${next.name}`)?.focus();
    }
  };
  return (
    <div className="card">
      <div
        className={classes.tabs}
        role="tablist"
        aria-label={t("parts_of_record")}
        onKeyDown={(event) => step(event.key)}
      >
        {tabs.map((each) => (
          <UnstyledButton
            key={each.name}
            id={`tab-${each.name}`}
            role="tab"
            aria-selected={each === tab}
            aria-controls="tab-body"
            tabIndex={each === tab ? 0 : -1}
            className={classes.tab}
            onClick={() => choose(each.name)}
          >
            {each.label}
          </UnstyledButton>
        ))}
      </div>
      <div className={classes.body} id="tab-body" role="tabpanel" aria-labelledby={`tab-${tab.name}`} key={tab.name}>
        {tab.body}
      </div>
    </div>
  );
}
