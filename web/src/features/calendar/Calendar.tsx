/** The calendar: what has a day or a time and is mine, of one of my people, or of everybody in sight. */
import { Alert, Button, SegmentedControl, UnstyledButton } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { useMay, usePerson } from "@/components/person";
import tones from "@/components/tag.module.css";
import { RecordSelect } from "@/records/RecordSelect";
import classes from "./calendar.module.css";
import { Agenda, Grid } from "./Days";
import { daysOf, isDay, LOOKS, type Look, stepped, today, useDates } from "./dates";
import type { Source, Whose } from "./sources";
import { MovingContext, useEntries, useMover, useSources } from "./useEntries";

const PHONE = "(max-width: 800px)";

/** The address says which days of whom are shown. */
function useAsked() {
  const me = usePerson();
  const [params, setParams] = useSearchParams();
  const look = LOOKS.find((each) => each === params.get("view")) ?? "month";
  const day = params.get("day");
  const who = params.get("whose");
  const person = who && who !== "all" ? who : (me.id ?? "");
  const whose: Whose = who === "all" ? null : { person, isMe: person === me.id };
  const without = new Set(params.get("without")?.split(",") ?? []);
  const put = (name: string, value: string) =>
    setParams((held) => {
      const next = new URLSearchParams(held);
      if (value) next.set(name, value);
      else next.delete(name);
      return next;
    });
  return { look, day: isDay(day) ? day : today(), whose, without, put };
}

export default function Calendar() {
  const { t } = useTranslation();
  const { look, day, whose, without, put } = useAsked();
  const isPhone = useMediaQuery(PHONE, window.innerWidth <= 800, { getInitialValueInEffect: false });
  const dates = useDates();
  const isGrid = look !== "day" && !isPhone;
  const days = daysOf(look, day, isGrid);
  const sources = useSources();
  const read = useEntries(
    sources.filter((each) => !without.has(each.name)),
    days,
    whose,
  );
  const mover = useMover(days, whose);
  return (
    <>
      <div className={classes.head}>
        <h1>{t("places.calendar")}</h1>
        <Steps look={look} day={day} put={put} />
        <h2 aria-live="polite">{dates.period(look, days, day)}</h2>
        <span className={classes.space} />
        <SegmentedControl
          transitionDuration={0}
          aria-label={t("look")}
          data={LOOKS.map((value) => ({ value, label: t(`calendar_looks.${value}`) }))}
          value={look}
          onChange={(value) => put("view", value === "month" ? "" : value)}
        />
      </div>
      <div className={classes.tools}>
        <People whose={whose} put={put} />
        <Kinds sources={sources} without={without} put={put} />
      </div>
      {read.failed.length > 0 && (
        <Alert color="red" role="alert" mb="sm">
          {t("calendar.failed", { what: read.failed.map((each) => t(`calendar_kinds.${each.name}`)).join(", ") })}{" "}
          <Button size="compact-xs" variant="light" onClick={() => void read.again()}>
            {t("try_again")}
          </Button>
        </Alert>
      )}
      {read.cut.length > 0 && (
        <Alert color="yellow" mb="sm">
          {t("calendar.cut", { what: read.cut.map((each) => t(`calendar_kinds.${each.name}`)).join(", ") })}
        </Alert>
      )}
      <MovingContext value={mover}>
        <div aria-busy={read.isFetching} className={classes.body} data-waiting={read.isPending || undefined}>
          {isGrid ? (
            <Grid days={days} byDay={read.byDay} month={look === "month" ? day.slice(0, 7) : null} />
          ) : (
            <Agenda days={days} byDay={read.byDay} />
          )}
        </div>
      </MovingContext>
      <p className={`quiet ${classes.help}`}>{t("calendar.help")}</p>
    </>
  );
}

type Put = (name: string, value: string) => void;

function Steps({ look, day, put }: { look: Look; day: string; put: Put }) {
  const { t } = useTranslation();
  return (
    <div className={classes.steps}>
      <Button
        variant="default"
        px={8}
        aria-label={t("calendar.before")}
        onClick={() => put("day", stepped(look, day, -1))}
      >
        <IconChevronLeft size={16} aria-hidden />
      </Button>
      <Button variant="default" onClick={() => put("day", "")}>
        {t("calendar.today")}
      </Button>
      <Button
        variant="default"
        px={8}
        aria-label={t("calendar.after")}
        onClick={() => put("day", stepped(look, day, 1))}
      >
        <IconChevronRight size={16} aria-hidden />
      </Button>
    </div>
  );
}

function People({ whose, put }: { whose: Whose; put: Put }) {
  const { t } = useTranslation();
  const may = useMay();
  return (
    <>
      <SegmentedControl
        transitionDuration={0}
        aria-label={t("calendar.whose")}
        data={[
          { value: "", label: t("views_of.mine") },
          { value: "all", label: t("calendar.everybody") },
        ]}
        value={whose === null ? "all" : whose.isMe ? "" : "person"}
        onChange={(value) => put("whose", value)}
      />
      {may("gateway.person:read") && (
        <RecordSelect
          noun="people"
          aria-label={t("calendar.person")}
          placeholder={t("calendar.person")}
          value={whose && !whose.isMe ? whose.person : null}
          onChange={(id) => put("whose", id ?? "")}
        />
      )}
    </>
  );
}

/** What each colour is; pressed, it is left out. */
function Kinds({ sources, without, put }: { sources: Source[]; without: Set<string>; put: Put }) {
  const { t } = useTranslation();
  const toggled = (name: string) => {
    const next = new Set(without);
    if (!next.delete(name)) next.add(name);
    return [...next].join(",");
  };
  return (
    <fieldset className={classes.kinds}>
      <legend className="unseen">{t("calendar.kinds")}</legend>
      {sources.map(({ name, tone }) => (
        <UnstyledButton
          key={name}
          className={`${tones.toned} ${classes.toggle}`}
          data-tone={tone}
          aria-pressed={!without.has(name)}
          onClick={() => put("without", toggled(name))}
        >
          {t(`calendar_kinds.${name}`)}
        </UnstyledButton>
      ))}
    </fieldset>
  );
}
