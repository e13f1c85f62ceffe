/** Every report one may ask, with the question that it answers. */
import { Skeleton, TextInput } from "@mantine/core";
import { IconChartBar, IconChartDonut, IconChartLine, IconFilter, IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { Refused } from "@/records/Empty";
import { fetchCatalogue } from "./api";
import { BuiltList, Places } from "./built/BuiltList";
import classes from "./reports.module.css";

const ICONS = { line: IconChartLine, pie: IconChartDonut, funnel: IconFilter, bar: IconChartBar };

export function useCatalogue() {
  const { i18n } = useTranslation();
  return useQuery({ queryKey: ["reports", "catalogue", i18n.language], queryFn: fetchCatalogue });
}

export default function Catalogue() {
  const { t } = useTranslation();
  const [words, setWords] = useState("");
  const read = useCatalogue();
  if (read.isError) return <Refused reason={read.error} onRetry={() => void read.refetch()} />;
  const shown = (read.data ?? []).filter(
    (each) => each.allowed && `${each.title} ${each.question}`.toLowerCase().includes(words.toLowerCase()),
  );
  return (
    <>
      <div className={classes.head}>
        <h1>{t("places.reports")}</h1>
        <Places />
        <TextInput
          value={words}
          aria-label={t("find_words")}
          placeholder={t("find_words")}
          leftSection={<IconSearch size={15} aria-hidden />}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
      </div>
      <BuiltList words={words} />
      {read.isPending && <Skeleton height={300} />}
      <ul className={classes.catalogue}>
        {shown.map((report) => {
          const Icon = ICONS[report.chart as keyof typeof ICONS] ?? IconChartBar;
          return (
            <li key={report.id}>
              <Link to={`/reports/${report.id}`} className={`card ${classes.entry}`}>
                <Icon size={20} stroke={1.6} aria-hidden />
                <strong>{report.title}</strong>
                <span className="quiet">{report.question}</span>
              </Link>
            </li>
          );
        })}
      </ul>
      {read.data && shown.length === 0 && <p className="quiet">{t("nothing_matches")}</p>}
    </>
  );
}
