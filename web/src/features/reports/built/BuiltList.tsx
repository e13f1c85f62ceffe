/** Reports that people built, beside the catalogue, and the ways to build more. */
import { Button } from "@mantine/core";
import { IconLayoutDashboard, IconMail, IconPlus, IconReportAnalytics } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useMay } from "@/components/person";
import classes from "../reports.module.css";
import { useBuiltList } from "./hooks";

export function Places() {
  const { t } = useTranslation();
  const may = useMay();
  return (
    <>
      {may("reporting.dashboard:read") && (
        <Button component={Link} to="/dashboards" variant="default" leftSection={<IconLayoutDashboard size={15} />}>
          {t("dashboards")}
        </Button>
      )}
      {may("gateway.report_schedule:read") && (
        <Button component={Link} to="/reports/schedules" variant="default" leftSection={<IconMail size={15} />}>
          {t("schedules.sent_regularly")}
        </Button>
      )}
      {may("reporting.built_report:create") && may("reporting.question:ask") && (
        <Button component={Link} to="/reports/built/new" leftSection={<IconPlus size={15} />}>
          {t("build_report")}
        </Button>
      )}
    </>
  );
}

export function BuiltList({ words }: { words: string }) {
  const { t } = useTranslation();
  const read = useBuiltList();
  const shown = (read.data?.data ?? []).filter((each) => each.title.toLowerCase().includes(words.toLowerCase()));
  if (shown.length === 0) return null;
  return (
    <section aria-label={t("built_reports")} className={classes.built}>
      <h2>{t("built_reports")}</h2>
      <ul className={classes.catalogue}>
        {shown.map((report) => (
          <li key={report.id}>
            <Link to={`/reports/built/${report.id}`} className={`card ${classes.entry}`}>
              <IconReportAnalytics size={20} stroke={1.6} aria-hidden />
              <strong>{report.title}</strong>
              <span className="quiet">{(report.owner as { name?: string } | null)?.name}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
