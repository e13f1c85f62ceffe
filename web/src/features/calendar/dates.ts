/** Days as the calendar counts them: "2026-11-27" where the reader is; a week begins on Monday. */
import dayjs from "dayjs";
import { useTranslation } from "react-i18next";

export type Look = "month" | "week" | "day";
export const LOOKS: Look[] = ["month", "week", "day"];

const FORM = "YYYY-MM-DD";

/** At noon, where no change of the clocks can make it another day. */
const at = (day: string) => dayjs(`${day}T12:00:00`);

export function today(): string {
  return dayjs().format(FORM);
}

export function isDay(text: string | null): text is string {
  return text !== null && /^\d{4}-\d\d-\d\d$/.test(text) && at(text).isValid() && at(text).format(FORM) === text;
}

export function dayOf(moment: unknown): string {
  return dayjs(String(moment)).format(FORM);
}

export function timeOf(moment: unknown): string {
  return dayjs(String(moment)).format("HH:mm");
}

export function plus(day: string, days: number): string {
  return at(day).add(days, "day").format(FORM);
}

export function between(from: string, to: string): number {
  return Math.round(at(to).diff(at(from), "hour") / 24);
}

/** The same time of the clock on another day. */
export function movedTo(moment: unknown, day: string): string {
  return dayjs(`${day}T${dayjs(String(moment)).format("HH:mm:ss.SSS")}`).toISOString();
}

/** The moments at which the days begin and are over. */
export function bounds(days: string[]): { from: string; before: string } {
  return {
    from: dayjs(`${days[0]}T00:00:00`).toISOString(),
    before: dayjs(`${plus(days.at(-1) as string, 1)}T00:00:00`).toISOString(),
  };
}

function week(day: string): string[] {
  const monday = plus(day, -((at(day).day() + 6) % 7));
  return Array.from({ length: 7 }, (_, place) => plus(monday, place));
}

/** The days that are shown: of a month the whole weeks it lies in, or where there is no grid its own days. */
export function daysOf(look: Look, day: string, isGrid: boolean): string[] {
  if (look === "day") return [day];
  if (look === "week") return week(day);
  const first = `${day.slice(0, 7)}-01`;
  const last = plus(at(first).add(1, "month").format(FORM), -1);
  const begin = isGrid ? (week(first)[0] as string) : first;
  const end = isGrid ? (week(last)[6] as string) : last;
  return Array.from({ length: between(begin, end) + 1 }, (_, place) => plus(begin, place));
}

export function stepped(look: Look, day: string, by: number): string {
  if (look === "month")
    return at(`${day.slice(0, 7)}-01`)
      .add(by, "month")
      .format(FORM);
  return plus(day, look === "week" ? by * 7 : by);
}

export interface Said {
  whole(day: string): string;
  short(day: string): string;
  weekday(day: string): string;
  month(day: string): string;
  period(look: Look, days: string[], day: string): string;
}

export function useDates(): Said {
  const { i18n } = useTranslation();
  const locale = i18n.language === "zh" ? "zh-CN" : "en-GB";
  const say = (options: Intl.DateTimeFormatOptions) => {
    const writer = new Intl.DateTimeFormat(locale, options);
    return (day: string) => writer.format(at(day).toDate());
  };
  const whole = say({ weekday: "long", day: "numeric", month: "long", year: "numeric" });
  const short = say({ day: "numeric", month: "short" });
  const month = say({ month: "long", year: "numeric" });
  return {
    whole,
    short,
    weekday: say({ weekday: "short" }),
    month: say({ month: "long" }),
    period: (look, days, day) =>
      look === "month"
        ? month(day)
        : look === "day"
          ? whole(day)
          : `${short(days[0] as string)} – ${short(days.at(-1) as string)} ${(days.at(-1) as string).slice(0, 4)}`,
  };
}
