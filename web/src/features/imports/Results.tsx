/** What became of each row of the file, some rows at a time. */
import { Button, SegmentedControl } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { Tag, type Tone } from "@/components/Tag";
import { isNoun } from "@/records/contract";
import { Refused } from "@/records/Empty";
import record from "@/records/record.module.css";
import { fetchResults, type Import, type Result } from "./api";
import classes from "./imports.module.css";

const TONES: Record<string, Tone> = { created: "green", updated: "blue", unchanged: "grey", rejected: "red" };

export function Results({ told }: { told: Import }) {
  const { t } = useTranslation();
  const [outcome, setOutcome] = useState(told.counts.rejected > 0 ? "rejected" : "");
  const read = useInfiniteQuery({
    queryKey: ["imports", told.id, "results", outcome, told.progress.done],
    queryFn: ({ pageParam }) => fetchResults(told.id, outcome, pageParam),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
  });
  if (read.isError) return <Refused reason={read.error} onRetry={() => void read.refetch()} />;
  const rows = read.data?.pages.flatMap((page) => page.data) ?? [];
  const kinds = ["", "rejected", "created", "updated", "unchanged"];
  return (
    <section className={`card ${record.panel}`} aria-label={t("import.results")}>
      <h2>{t("import.results")}</h2>
      <div className={record.scroll}>
        <SegmentedControl
          aria-label={t("import.results")}
          value={outcome}
          onChange={setOutcome}
          data={kinds.map((value) => ({ value, label: value ? t(`import_outcomes.${value}`) : t("import.all_rows") }))}
        />
      </div>
      <div className={record.scroll}>
        <table className={`${record.plain} ${classes.results}`}>
          <thead>
            <tr>
              <th className={`number ${classes.count}`}>{t("import.row")}</th>
              <th>{t("import.key")}</th>
              <th>{t("import.outcome")}</th>
              <th>{t("import.reasons")}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((each) => (
              <ResultRow key={each.row} told={told} result={each} />
            ))}
          </tbody>
        </table>
      </div>
      {rows.length === 0 && !read.isPending && <p className="quiet">{t("import.no_such_rows")}</p>}
      {read.hasNextPage && (
        <Button variant="default" mt="sm" onClick={() => void read.fetchNextPage()} loading={read.isFetchingNextPage}>
          {t("import.more_rows")}
        </Button>
      )}
    </section>
  );
}

function ResultRow({ told, result }: { told: Import; result: Result }) {
  const { t } = useTranslation();
  const noun = told.entity.replaceAll("_", "-");
  const isThere = result.id && told.status !== "checked" && isNoun(noun);
  return (
    <tr>
      <td className="number">{result.row}</td>
      <td>{isThere ? <Link to={`/${noun}/${result.id}`}>{result.key ?? result.row}</Link> : (result.key ?? "–")}</td>
      <td>
        <Tag tone={TONES[result.outcome] ?? "grey"}>{t(`import_outcomes.${result.outcome}`)}</Tag>
      </td>
      <td className={classes.messages}>{result.messages.join("; ")}</td>
    </tr>
  );
}
