/** When, in which form and to whom a report is sent. */
import { Alert, Button, Group, Modal, NumberInput, Select, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Values } from "@/api/client";
import { faultsByField, Problem } from "@/api/problem";
import { usePerson } from "@/components/person";
import record from "@/records/record.module.css";
import { changeSchedule, createSchedule, formatsOf, PERIODS, RHYTHMS, type Schedule, type Source } from "./api";
import { Recipients } from "./Recipients";
import classes from "./schedules.module.css";
import { useRefusalText, weekdays } from "./words";

export interface Plan {
  source: Source;
  title: string;
  /** What the report is asked, without its period, which is reckoned from the day of sending. */
  parameters?: Record<string, string>;
  takesPeriod: boolean;
  /** As the catalogue tells them, for a report of it. */
  formats?: string[];
}

interface Props {
  plan: Plan;
  /** What is changed; without it a new one is set up. */
  schedule?: Schedule;
  onClose: () => void;
}

const SHOWN = new Set([
  "title",
  "rhythm",
  "weekday",
  "month_day",
  "time",
  "time_zone",
  "period",
  "format",
  "recipients",
]);
const ZONES = ["UTC", ...Intl.supportedValuesOf("timeZone").filter((each) => each !== "UTC")];

function useValues(plan: Plan, schedule: Schedule | undefined) {
  const me = usePerson();
  return useState(() => ({
    title: schedule?.title ?? plan.title,
    rhythm: schedule?.rhythm ?? "weekly",
    weekday: String(schedule?.weekday ?? 1),
    month_day: schedule?.month_day ?? 1,
    time: schedule?.time ?? "08:00",
    time_zone: schedule?.time_zone ?? me.time_zone ?? "UTC",
    period: (schedule ? schedule.period : plan.takesPeriod ? "this_month" : null) ?? null,
    format: schedule?.format ?? "html",
    recipients: schedule?.recipients ?? [me.id ?? ""],
  }));
}

export function ScheduleForm({ plan, schedule, onClose }: Props) {
  const { t, i18n } = useTranslation();
  const refused = useRefusalText();
  const [values, setValues] = useValues(plan, schedule);
  const [faults, setFaults] = useState<Record<string, string>>({});
  const [refusal, setRefusal] = useState("");
  const [isBusy, setBusy] = useState(false);
  const put = (part: Partial<typeof values>) => setValues((held) => ({ ...held, ...part }));
  const formats = plan.formats ?? formatsOf(plan.source);
  const zones = ZONES.includes(values.time_zone) ? ZONES : [values.time_zone, ...ZONES];
  const send = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setRefusal("");
    setFaults({});
    const body: Values = {
      ...values,
      weekday: values.rhythm === "weekly" ? Number(values.weekday) : null,
      month_day: values.rhythm === "monthly" ? values.month_day : null,
    };
    try {
      if (schedule) await changeSchedule(schedule, body);
      else await createSchedule({ ...body, ...plan.source, parameters: plan.parameters ?? {} });
      notifications.show({ message: t(schedule ? "saved" : "schedules.set_up") });
      onClose();
    } catch (reason) {
      const found = reason instanceof Problem ? faultsByField(reason) : {};
      setFaults(found);
      if (!Object.keys(found).some((each) => SHOWN.has(each))) setRefusal(refused(reason));
      setBusy(false);
    }
  };
  const shared = (name: keyof typeof values) => ({ error: faults[name], label: t(`schedules.${name}`) });
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={schedule ? t("schedules.change", { name: schedule.title }) : t("schedules.send_regularly")}
      closeButtonProps={{ "aria-label": t("close") }}
    >
      <form onSubmit={send} className={record.stack}>
        <p className="quiet">{t("schedules.hint")}</p>
        <TextInput
          {...shared("title")}
          value={values.title}
          onChange={(event) => put({ title: event.currentTarget.value })}
          maxLength={200}
          required
          data-autofocus
        />
        <div className={classes.when}>
          <Select
            {...shared("rhythm")}
            data={RHYTHMS.map((each) => ({ value: each, label: t(`schedule_rhythms.${each}`) }))}
            value={values.rhythm}
            allowDeselect={false}
            onChange={(rhythm) => rhythm && put({ rhythm: rhythm as typeof values.rhythm })}
          />
          {values.rhythm === "weekly" && (
            <Select
              {...shared("weekday")}
              data={weekdays(i18n.language)}
              value={values.weekday}
              allowDeselect={false}
              onChange={(weekday) => weekday && put({ weekday })}
            />
          )}
          {values.rhythm === "monthly" && (
            <NumberInput
              {...shared("month_day")}
              value={values.month_day}
              min={1}
              max={31}
              allowDecimal={false}
              onChange={(day) => put({ month_day: Number(day) || 1 })}
            />
          )}
          <TextInput
            {...shared("time")}
            value={values.time}
            pattern="([01][0-9]|2[0-3]):[0-5][0-9]"
            title={t("schedules.time_form")}
            onChange={(event) => put({ time: event.currentTarget.value })}
            required
          />
          <Select
            {...shared("time_zone")}
            data={zones}
            value={values.time_zone}
            searchable
            limit={60}
            allowDeselect={false}
            onChange={(time_zone) => time_zone && put({ time_zone })}
          />
        </div>
        <div className={classes.when}>
          {plan.takesPeriod && (
            <Select
              {...shared("period")}
              data={PERIODS.map((each) => ({ value: each, label: t(`schedule_periods.${each}`) }))}
              value={values.period}
              placeholder={t("all_time")}
              clearable
              onChange={(period) => put({ period: period as typeof values.period })}
            />
          )}
          <Select
            {...shared("format")}
            data={formats.map((each) => ({ value: each, label: t(`schedule_formats.${each}`) }))}
            value={values.format}
            allowDeselect={false}
            onChange={(format) => format && put({ format: format as typeof values.format })}
          />
        </div>
        <Recipients
          value={values.recipients}
          error={faults.recipients}
          onChange={(recipients) => put({ recipients })}
        />
        {refusal && (
          <Alert color="red" role="alert">
            {refusal}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button type="submit" loading={isBusy} disabled={values.recipients.length === 0}>
            {t("save")}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
