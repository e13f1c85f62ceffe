/** What one has sent by mail: when, to whom, and what became of it. */
import { Alert, Button, Menu, Skeleton } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconDotsVertical } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useMay, usePerson } from "@/components/person";
import { Tag, toneOf } from "@/components/Tag";
import { useWritten } from "@/i18n/format";
import { Refused } from "@/records/Empty";
import record from "@/records/record.module.css";
import { useLabels } from "@/records/words";
import { useCatalogue } from "../Catalogue";
import reports from "../reports.module.css";
import { actOnSchedule, fetchSchedules, KEY, removeSchedule, type Schedule, type Source } from "./api";
import { Runs } from "./Runs";
import { ScheduleForm } from "./ScheduleForm";
import classes from "./schedules.module.css";
import { useRefusalText, useRhythmText } from "./words";

export default function Schedules() {
  const { t } = useTranslation();
  const read = useQuery({ queryKey: [...KEY, "all"], queryFn: fetchSchedules });
  if (read.isError) return <Refused reason={read.error} onRetry={() => void read.refetch()} />;
  return (
    <>
      <nav className={record.crumb} aria-label={t("places.reports")}>
        <Link to="/reports">{t("places.reports")}</Link>
      </nav>
      <div className={reports.head}>
        <h1>{t("schedules.sent_regularly")}</h1>
      </div>
      {read.isPending && <Skeleton height={160} />}
      {read.data?.data.length === 0 && <p className="quiet">{t("schedules.none")}</p>}
      <ul className={classes.list}>
        {read.data?.data.map((each) => (
          <Entry key={each.id} schedule={each} />
        ))}
      </ul>
    </>
  );
}

function sourceOf(schedule: Schedule): Source {
  if (schedule.report) return { report: schedule.report };
  if (schedule.built_report_id) return { built_report_id: schedule.built_report_id };
  return { dashboard_id: schedule.dashboard_id ?? "" };
}

function addressOf(source: Source): string {
  if (source.report) return `/reports/${source.report}`;
  return source.built_report_id ? `/reports/built/${source.built_report_id}` : `/dashboards/${source.dashboard_id}`;
}

function Entry({ schedule }: { schedule: Schedule }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const written = useWritten();
  const me = usePerson();
  const said = useRhythmText();
  const [isShowing, setShowing] = useState(false);
  const source = sourceOf(schedule);
  const facts = [
    said(schedule),
    t(`schedule_formats.${schedule.format}`),
    schedule.period ? t(`schedule_periods.${schedule.period}`) : "",
    t("schedules.to_people", { count: schedule.recipients?.length ?? 0 }),
  ];
  return (
    <li>
      <article className={`card ${classes.entry}`} aria-label={schedule.title}>
        <div className={classes.line}>
          <strong>
            <Link to={addressOf(source)}>{schedule.title}</Link>
          </strong>
          <Tag tone={toneOf(schedule.status)}>{labels.choice(schedule.status)}</Tag>
          {schedule.status === "active" && schedule.next_at && (
            <span className="quiet">{t("schedules.next", { when: written.moment(schedule.next_at) })}</span>
          )}
          <span className={record.space} />
          {schedule.made_by?.id === me.id ? (
            <Actions schedule={schedule} source={source} onSent={() => setShowing(true)} />
          ) : (
            <span className="quiet">{schedule.made_by?.name}</span>
          )}
          <Button
            size="compact-sm"
            variant="subtle"
            aria-expanded={isShowing}
            onClick={() => setShowing((held) => !held)}
          >
            {t("schedules.runs")}
          </Button>
        </div>
        <span className="quiet">{facts.filter(Boolean).join(" · ")}</span>
        {schedule.paused_because && (
          <Alert variant="default">
            {schedule.paused_because === "right_missing" ? t("schedules.right_missing") : schedule.paused_because}
          </Alert>
        )}
        {isShowing && <Runs id={schedule.id} title={schedule.title ?? ""} />}
      </article>
    </li>
  );
}

interface ActionsProps {
  schedule: Schedule;
  source: Source;
  onSent: () => void;
}

function Actions({ schedule, source, onSent }: ActionsProps) {
  const { t } = useTranslation();
  const may = useMay();
  const refused = useRefusalText();
  const [isChanging, setChanging] = useState(false);
  const formats = useCatalogue().data?.find((each) => each.id === source.report)?.mailed_as;
  const run = (work: () => Promise<unknown>, message: string) =>
    work()
      .then(() => notifications.show({ message }))
      .catch((reason: unknown) => notifications.show({ color: "red", message: refused(reason) }));
  const send = async () => {
    await actOnSchedule(schedule.id, "send");
    onSent();
  };
  const isActive = schedule.status === "active";
  const turn = isActive ? ("pause" as const) : ("resume" as const);
  return (
    <>
      {may("gateway.report_schedule:send") && (
        <Button size="compact-sm" variant="default" onClick={() => void run(send, t("schedules.on_its_way"))}>
          {t("schedules.send_now")}
        </Button>
      )}
      {may("gateway.report_schedule:change") && (
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => void run(() => actOnSchedule(schedule.id, turn), t("saved"))}
        >
          {isActive ? t("schedules.pause") : t("schedules.resume")}
        </Button>
      )}
      <Menu position="bottom-end">
        <Menu.Target>
          <Button size="compact-sm" variant="default" px={6} aria-label={t("more_actions")}>
            <IconDotsVertical size={15} />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {may("gateway.report_schedule:change") && (
            <Menu.Item onClick={() => setChanging(true)}>{t("change")}</Menu.Item>
          )}
          {may("gateway.report_schedule:remove") && (
            <Menu.Item color="red" onClick={() => void run(() => removeSchedule(schedule.id), t("schedules.removed"))}>
              {t("remove")}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {isChanging && (
        <ScheduleForm
          plan={{ source, title: schedule.title ?? "", takesPeriod: !source.dashboard_id, formats }}
          schedule={schedule}
          onClose={() => setChanging(false)}
        />
      )}
    </>
  );
}
