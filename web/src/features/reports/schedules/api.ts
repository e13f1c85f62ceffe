/** Reports that are sent by mail at set times, and what became of each mail. */
import { ask, type Schemas, type Values } from "@/api/client";
import { cache } from "@/api/queries";
import type { Page } from "@/api/records";

const PATH = "/v1/report-schedules";
export const KEY = ["schedules"];

export type Schedule = Schemas["ReportScheduleView"] & { id: string; version?: number };
export type Run = Schemas["ReportRunView"] & { id: string };

/** What is sent: a report of the catalogue, one that somebody built, or a dashboard. */
export interface Source {
  report?: string;
  built_report_id?: string;
  dashboard_id?: string;
}

export const RHYTHMS = ["daily", "weekly", "monthly"] as const;
export const PERIODS = [
  "yesterday",
  "last_week",
  "this_month",
  "last_month",
  "this_quarter",
  "last_quarter",
  "this_year",
  "last_year",
] as const;

/** The forms in which a source may be sent; which of them a report of the catalogue has, the API says. */
export function formatsOf(source: Source): string[] {
  if (source.dashboard_id) return ["html"];
  return source.built_report_id ? ["html", "xlsx", "csv"] : ["html", "xlsx", "csv", "docx", "svg"];
}

export function fetchSchedules(): Promise<Page<Schedule>> {
  return ask<Page<Schedule>>("GET", PATH, { query: { limit: "200", sort: "title" } });
}

export function fetchRuns(id: string): Promise<Page<Run>> {
  return ask<Page<Run>>("GET", `${PATH}/${id}/runs`, { query: { limit: "50", sort: "-created_at" } });
}

async function andReread<T>(work: Promise<T>): Promise<T> {
  const done = await work;
  await cache.invalidateQueries({ queryKey: KEY });
  return done;
}

export function createSchedule(body: Values): Promise<Schedule> {
  return andReread(ask<Schedule>("POST", PATH, { body }));
}

export function changeSchedule(schedule: Schedule, body: Values): Promise<Schedule> {
  return andReread(ask<Schedule>("PATCH", `${PATH}/${schedule.id}`, { body, version: schedule.version }));
}

export function actOnSchedule(id: string, verb: "pause" | "resume" | "send"): Promise<unknown> {
  return andReread(ask("POST", `${PATH}/${id}/${verb}`, { body: {} }));
}

/** Its mails are gone with it, so that only the list is read anew. */
export async function removeSchedule(id: string): Promise<void> {
  await ask<void>("DELETE", `${PATH}/${id}`);
  await cache.invalidateQueries({ queryKey: [...KEY, "all"] });
}
