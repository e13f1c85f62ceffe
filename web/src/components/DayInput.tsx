/** A day, chosen or typed: year first, whatever the browser's language. */
import "@mantine/dates/styles.layer.css";
import {
  DateInput,
  type DateInputProps,
  DatesProvider,
  DateTimePicker,
  type DateTimePickerProps,
} from "@mantine/dates";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import "dayjs/locale/zh-cn";

function useCalendarWords() {
  const { t } = useTranslation();
  return {
    previousMonth: t("calendar.previous_month"),
    nextMonth: t("calendar.next_month"),
    previousYear: t("calendar.previous_year"),
    nextYear: t("calendar.next_year"),
    previousDecade: t("calendar.previous_years"),
    nextDecade: t("calendar.next_years"),
    monthLevelControl: t("calendar.choose_month"),
    yearLevelControl: t("calendar.choose_year"),
  };
}

export function DayInput(props: DateInputProps) {
  const words = useCalendarWords();
  return (
    <InLanguage>
      <DateInput valueFormat="YYYY-MM-DD" ariaLabels={words} {...props} />
    </InLanguage>
  );
}

export function MomentInput(props: DateTimePickerProps) {
  const { t } = useTranslation();
  const words = useCalendarWords();
  return (
    <InLanguage>
      <DateTimePicker
        valueFormat="YYYY-MM-DD HH:mm"
        ariaLabels={words}
        submitButtonProps={{ "aria-label": t("apply") }}
        {...props}
      />
    </InLanguage>
  );
}

function InLanguage({ children }: { children: ReactNode }) {
  const { i18n } = useTranslation();
  return (
    <DatesProvider settings={{ locale: i18n.language === "zh" ? "zh-cn" : "en", firstDayOfWeek: 1 }}>
      {children}
    </DatesProvider>
  );
}
