/** Everything there is about a customer or a contact, from all services, newest first. */
import { Alert, Button, Skeleton } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { fetchPart, type Page } from "@/api/records";
import { Tag, toneOf } from "@/components/Tag";
import { useWritten } from "@/i18n/format";
import { isNoun, type Noun } from "./contract";
import { Refused } from "./Empty";
import classes from "./record.module.css";
import { useLabels } from "./words";

interface Entry {
  id: string;
  at: string;
  kind: string;
  service: string;
  number: string | null;
  title: string | null;
  status: string | null;
  amount: string | null;
  currency: string | null;
  path: string | null;
}

export function Timeline({ noun, id }: { noun: Noun; id: string }) {
  const { t } = useTranslation();
  const read = useInfiniteQuery({
    queryKey: ["records", noun.key, id, "timeline"],
    initialPageParam: "",
    queryFn: ({ pageParam }) =>
      fetchPart<Page<Entry> & { missing?: string[] }>(noun.path, id, "timeline", { cursor: pageParam }),
    getNextPageParam: (page) => page.next,
  });
  if (read.isPending) return <Skeleton height={80} />;
  if (read.isError) return <Refused reason={read.error} onRetry={() => void read.refetch()} />;
  const entries = read.data.pages.flatMap((page) => page.data);
  const missing = read.data.pages.flatMap((page) => page.missing ?? []);
  return (
    <div className={classes.stack}>
      {missing.length > 0 && <Alert color="yellow">{t("timeline_missing", { services: missing.join(", ") })}</Alert>}
      {entries.length === 0 && <p className="quiet">{t("no_timeline")}</p>}
      {entries.map((entry) => (
        <Line key={`${entry.kind}${entry.id}`} entry={entry} />
      ))}
      {read.hasNextPage && (
        <Button variant="subtle" onClick={() => void read.fetchNextPage()}>
          {t("older")}
        </Button>
      )}
    </div>
  );
}

function Line({ entry }: { entry: Entry }) {
  const labels = useLabels();
  const written = useWritten();
  const [, , noun, id] = (entry.path ?? "").split("/");
  const text = entry.title ?? entry.number ?? labels.choice(entry.kind);
  return (
    <div className={classes.note}>
      <span className="quiet">{labels.choice(entry.kind)}</span>{" "}
      {isNoun(noun) && id ? <Link to={`/${noun}/${id}`}>{text}</Link> : <strong>{text}</strong>}{" "}
      {entry.amount && written.money(entry.amount, entry.currency)}{" "}
      {entry.status && <Tag tone={toneOf(entry.status)}>{labels.choice(entry.status)}</Tag>}
      <div className={classes.when}>{written.moment(entry.at)}</div>
    </div>
  );
}
