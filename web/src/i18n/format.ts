/** How amounts, dates and times are written, in the person's language. */
import { useTranslation } from "react-i18next";

export interface Written {
  money(amount: unknown, currency?: unknown): string;
  short(amount: unknown, currency?: unknown): string;
  number(value: unknown): string;
  percent(value: unknown): string;
  date(value: unknown): string;
  day(value: unknown): string;
  moment(value: unknown): string;
  ago(value: unknown): string;
}

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

function writer(language: string): Written {
  const locale = language === "zh" ? "zh-CN" : "en-GB";
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto", style: "narrow" });
  const dateOnly = (value: unknown) => new Date(`${String(value).slice(0, 10)}T12:00:00`);
  const amountOf = (amount: unknown, currency: unknown, options: Intl.NumberFormatOptions) =>
    new Intl.NumberFormat(
      locale,
      currency
        ? { style: "currency", currency: String(currency), currencyDisplay: "narrowSymbol", ...options }
        : options,
    ).format(Number(amount));
  return {
    money: (amount, currency) => {
      const whole = Number(amount) % 1 === 0;
      return amountOf(amount, currency, { minimumFractionDigits: whole ? 0 : 2, maximumFractionDigits: 2 });
    },
    short: (amount, currency) => amountOf(amount, currency, { notation: "compact", maximumFractionDigits: 1 }),
    number: (value) => new Intl.NumberFormat(locale).format(Number(value)),
    percent: (value) =>
      new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 }).format(Number(value)),
    date: (value) => new Intl.DateTimeFormat(locale, { dateStyle: "medium" }).format(dateOnly(value)),
    day: (value) => {
      const on = dateOnly(value);
      const year = on.getFullYear() === new Date().getFullYear() ? undefined : ("numeric" as const);
      if (year && language === "zh") return new Intl.DateTimeFormat(locale, { dateStyle: "short" }).format(on);
      return new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", year }).format(on);
    },
    moment: (value) =>
      new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" }).format(new Date(String(value))),
    ago: (value) => {
      const seconds = (new Date(String(value)).getTime() - Date.now()) / 1000;
      const [unit, size] = STEPS.find(([, each]) => Math.abs(seconds) >= each) ?? ["minute", 60];
      return relative.format(Math.trunc(seconds / size), unit);
    },
  };
}

const writers: Record<string, Written> = {};

export function useWritten(): Written {
  const { i18n } = useTranslation();
  writers[i18n.language] ??= writer(i18n.language);
  return writers[i18n.language] as Written;
}

export function isPast(day: unknown): boolean {
  if (!day) return false;
  const today = new Date();
  return new Date(`${String(day).slice(0, 10)}T23:59:59`).getTime() < today.getTime();
}
