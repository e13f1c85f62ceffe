/** How times of sending and refusals are said. */
import { useTranslation } from "react-i18next";
import { Problem } from "@/api/problem";
import { useProblemText } from "@/records/problemText";
import type { Schedule } from "./api";

const A_MONDAY = Date.UTC(2024, 0, 1);
const DAY = 86_400_000;

/** Monday is 1, as the API counts them. */
export function weekdays(language: string): { value: string; label: string }[] {
  const named = new Intl.DateTimeFormat(language === "zh" ? "zh-CN" : "en-GB", { weekday: "long", timeZone: "UTC" });
  return Array.from({ length: 7 }, (_, place) => ({
    value: String(place + 1),
    label: named.format(new Date(A_MONDAY + place * DAY)),
  }));
}

export function useRhythmText(): (schedule: Schedule) => string {
  const { t, i18n } = useTranslation();
  return ({ rhythm, time, time_zone, weekday, month_day }) => {
    const zone = time_zone ?? "";
    if (rhythm === "daily") return t("schedules.each_day", { time, zone });
    if (rhythm === "monthly") return t("schedules.each_month", { time, zone, day: month_day });
    const day = weekdays(i18n.language).find((each) => each.value === String(weekday))?.label;
    return t("schedules.each_week", { time, zone, day });
  };
}

/** Without a mail server nothing can be sent: that is said for whoever reads it, not for whoever runs the house. */
export function useRefusalText(): (reason: unknown) => string {
  const { t } = useTranslation();
  const told = useProblemText();
  return (reason) =>
    reason instanceof Problem && reason.code === "mail_not_set_up" ? t("schedules.no_mail") : told(reason);
}
