import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import dayjs from "dayjs";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { ask, type Schemas } from "@/api/client";
import { searchRecords } from "@/api/records";
import { useMay, usePerson } from "@/components/person";
import { Tag, toneOf } from "@/components/Tag";
import { isPast, useWritten } from "@/i18n/format";
import type { Row } from "@/records/contract";
import { useLabels } from "@/records/words";
import { Panel } from "./Home";
import classes from "./home.module.css";

type Entry = Schemas["ScheduleView"];

/** What the calendar of the week ahead holds, and the tasks that are open. */
export function Today() {
  const { t } = useTranslation();
  const labels = useLabels();
  const written = useWritten();
  const me = usePerson();
  const may = useMay();
  const day = dayjs().format("YYYY-MM-DD");
  const until = dayjs().add(6, "day").format("YYYY-MM-DD");
  const calendar = useQuery({
    queryKey: ["calendar", me.id, day],
    queryFn: () =>
      ask<{ data: Entry[] }>("GET", "/v1/calendar", { query: { day, until, time_zone: me.time_zone ?? "UTC" } }),
  });
  const tasks = useQuery({
    queryKey: ["records", "activities", "home", "tasks", me.id],
    enabled: may("sales.activity:read"),
    queryFn: () =>
      searchRecords<Row>("/v1/activities", {
        filter: {
          and: [
            { field: "owner_id", op: "eq", value: me.id },
            { field: "task", op: "null", value: false },
            { field: "task_done_at", op: "null", value: true },
          ],
        },
        sort: ["task_due_on"],
        limit: 7,
      }),
  });
  const entries = calendar.data?.data ?? [];
  const open = tasks.data?.data ?? [];
  const isEmpty = calendar.data && entries.length === 0 && open.length === 0;
  return (
    <Panel title={t("this_week")}>
      {calendar.isPending && <Skeleton height={80} />}
      {isEmpty && <p className="quiet">{t("nothing_planned")}</p>}
      <ul className={classes.list}>
        {entries.map((each) => (
          <li key={each.id}>
            <span className={classes.what}>
              <strong>{each.title}</strong>
              <span className="quiet">
                {labels.choice(each.kind)} · {written.moment(each.starts_at)}
              </span>
            </span>
            <Tag tone={toneOf(each.status)}>{labels.choice(each.status)}</Tag>
          </li>
        ))}
        {open.map((row) => (
          <li key={row.id}>
            <span className={classes.what}>
              <Link to={`/activities/${row.id}`}>{String(row.task)}</Link>
              <span className="quiet">{labels.field("task")}</span>
            </span>
            {row.task_due_on ? (
              <span className={isPast(row.task_due_on) ? "danger" : "quiet"}>{written.day(row.task_due_on)}</span>
            ) : null}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
