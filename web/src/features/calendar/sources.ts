/** What has a day or a time: where it is read, how one of it is shown, and by which verb it is given another day. */
import { ask } from "@/api/client";
import { actOnRecord, changeRecord, type Page, searchRecords } from "@/api/records";
import type { Tone } from "@/components/Tag";
import type { Row } from "@/records/contract";
import { between, bounds, dayOf, movedTo, plus, timeOf } from "./dates";

/** A person by id, or everybody in sight. */
export type Whose = { person: string; isMe: boolean } | null;

type Tree = Record<string, unknown>;

export interface Source {
  name: string;
  noun: string;
  tone: Tone;
  right: string;
  moving?: string;
  /** The field with the day or the moment. */
  field: string;
  isMoment: boolean;
  only: Tree[];
  ownedBy?: string[];
  read?: (days: string[], whose: Whose, signal?: AbortSignal) => Promise<Page<Row>>;
  titleOf: (row: Row) => string;
  isOver: (row: Row) => boolean;
  isMovable: (row: Row) => boolean;
  /** Gives it another day at the gateway; at the same time of the day, where it has one. */
  send?: (row: Row, day: string) => Promise<Row>;
}

export interface Entry {
  key: string;
  source: Source;
  row: Row;
  title: string;
  day: string;
  /** "14:30"; what lasts the whole day has none. */
  time: string;
  isMovable: boolean;
  isOver: boolean;
}

const MOST = 200;
const SCHEDULES = ["appointment", "call", "follow_up", "task"];

const named = (row: Row, ...names: string[]) => {
  const said = names.map((name) => row[name]).find(Boolean);
  return typeof said === "object" ? String((said as { name?: string }).name) : String(said ?? "–");
};
const withCustomer = (row: Row) => {
  const { customer } = row as unknown as { customer?: { name?: string } | null };
  return [named(row, "subject", "number"), customer?.name].filter(Boolean).join(" · ");
};
const is = (...states: string[]) => {
  const known = new Set(states);
  return (row: Row) => known.has(String(row.status));
};
const having = (field: string, op: string, value: unknown): Tree => ({ field, op, value });
const patch = (noun: string, field: string) => (row: Row, day: string) =>
  changeRecord<Row>(`/v1/${noun}`, row.id, { [field]: day }, row.version);
const retime = (noun: string, verb: string) => (row: Row, day: string) =>
  actOnRecord<Row>(`/v1/${noun}`, row.id, verb, {
    starts_at: movedTo(row.starts_at, day),
    ends_at: row.ends_at ? movedTo(row.ends_at, plus(day, between(dayOf(row.starts_at), dayOf(row.ends_at)))) : null,
  });

/** A promise is kept by the clock of the place where it was made. */
function postpone(row: Row, day: string): Promise<Row> {
  const [local = "", time = ""] = String(row.local_time).slice(0, 19).split("T");
  const at = `${plus(local, between(dayOf(row.due_at), day))}T${time}`;
  return actOnRecord<Row>("/v1/call-backs", row.id, "postpone", { at, time_zone: row.time_zone });
}

/** A person's calendar, which also holds what others have asked them to; visits and offers are told by their own lists. */
async function readSchedules(days: string[], whose: Whose, signal?: AbortSignal): Promise<Page<Row>> {
  const of = SOURCES.find((each) => each.name === "schedules") as Source;
  if (!whose) return search(of, days, whose, signal);
  const query = {
    day: days[0],
    until: days.at(-1),
    time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    ...(whose.isMe ? {} : { user: whose.person }),
  };
  const { data } = await ask<{ data: Row[] }>("GET", "/v1/calendar", { query, signal });
  const known = new Set(SCHEDULES);
  return {
    data: data.filter((each) => known.has(String(each.kind)) && each.status !== "cancelled"),
    next: null,
    prev: null,
  };
}

export const SOURCES: Source[] = [
  {
    name: "visits",
    noun: "visits",
    tone: "blue",
    right: "sales.visit:read",
    moving: "sales.visit:reschedule",
    field: "starts_at",
    isMoment: true,
    only: [having("status", "ne", "cancelled")],
    titleOf: withCustomer,
    isOver: is("completed", "missed"),
    isMovable: is("planned"),
    send: retime("visits", "reschedule"),
  },
  {
    name: "call-backs",
    noun: "call-backs",
    tone: "violet",
    right: "sales.call_back:read",
    moving: "sales.call_back:postpone",
    field: "due_at",
    isMoment: true,
    only: [having("status", "ne", "cancelled")],
    titleOf: (row) => named(row, "subject", "phone_number"),
    isOver: is("completed"),
    isMovable: is("waiting"),
    send: postpone,
  },
  {
    name: "schedules",
    noun: "schedules",
    tone: "teal",
    right: "messaging.schedule:read",
    moving: "messaging.schedule:move",
    field: "starts_at",
    isMoment: true,
    only: [having("kind", "in", SCHEDULES), having("status", "ne", "cancelled")],
    read: readSchedules,
    titleOf: (row) => named(row, "title"),
    isOver: is("done", "missed"),
    isMovable: is("planned"),
    send: retime("schedules", "move"),
  },
  {
    name: "next_steps",
    noun: "opportunities",
    tone: "amber",
    right: "sales.opportunity:read",
    moving: "sales.opportunity:change",
    field: "next_step_on",
    isMoment: false,
    only: [having("status", "eq", "open")],
    titleOf: (row) => [row.next_step, row.name].filter(Boolean).join(" · "),
    isOver: () => false,
    isMovable: () => true,
    send: patch("opportunities", "next_step_on"),
  },
  {
    name: "tasks",
    noun: "activities",
    tone: "rust",
    right: "sales.activity:read",
    moving: "sales.activity:change",
    field: "task_due_on",
    isMoment: false,
    only: [having("task", "null", false)],
    titleOf: (row) => named(row, "task"),
    isOver: (row) => Boolean(row.task_done_at),
    isMovable: (row) => !row.task_done_at,
    send: patch("activities", "task_due_on"),
  },
  {
    name: "closings",
    noun: "opportunities",
    tone: "green",
    right: "sales.opportunity:read",
    moving: "sales.opportunity:change",
    field: "expected_close_date",
    isMoment: false,
    only: [having("status", "eq", "open")],
    titleOf: (row) => named(row, "name"),
    isOver: () => false,
    isMovable: () => true,
    send: patch("opportunities", "expected_close_date"),
  },
  {
    name: "offers",
    noun: "quotations",
    tone: "grey",
    right: "sales.quotation:read",
    field: "valid_until",
    isMoment: false,
    only: [having("status", "eq", "sent")],
    titleOf: (row) => named(row, "number"),
    isOver: () => false,
    isMovable: () => false,
  },
  {
    name: "deadlines",
    noun: "requests",
    tone: "red",
    right: "service_desk.request:read",
    field: "due_at",
    isMoment: true,
    only: [],
    ownedBy: ["owner_id", "assignee_id"],
    titleOf: withCustomer,
    isOver: is("solved", "confirmed", "closed"),
    isMovable: () => false,
  },
];

function search(source: Source, days: string[], whose: Whose, signal?: AbortSignal): Promise<Page<Row>> {
  const { from, before } = bounds(days);
  const within = source.isMoment
    ? [having(source.field, "gte", from), having(source.field, "lt", before)]
    : [having(source.field, "gte", days[0]), having(source.field, "lte", days.at(-1))];
  const owners = (source.ownedBy ?? ["owner_id"]).map((name) => having(name, "eq", whose?.person));
  const filter = { and: [...within, ...source.only, ...(whose ? [{ or: owners }] : [])] };
  return searchRecords<Row>(`/v1/${source.noun}`, { filter, sort: [source.field], limit: MOST }, signal);
}

export function readSource(source: Source, days: string[], whose: Whose, signal?: AbortSignal): Promise<Page<Row>> {
  return (source.read ?? ((...asked) => search(source, ...asked)))(days, whose, signal);
}

export function entryOf(source: Source, row: Row, may: (right?: string) => boolean): Entry {
  const value = row[source.field];
  return {
    key: `${source.name}.${row.id}`,
    source,
    row,
    title: source.titleOf(row),
    day: source.isMoment ? dayOf(value) : String(value),
    time: source.isMoment ? timeOf(value) : "",
    isMovable: source.moving !== undefined && may(source.moving) && source.isMovable(row),
    isOver: source.isOver(row),
  };
}

/** The row as it is once it has been moved, before the gateway has said so. */
export function placed(source: Source, row: Row, day: string): Row {
  return { ...row, [source.field]: source.isMoment ? movedTo(row[source.field], day) : day };
}
