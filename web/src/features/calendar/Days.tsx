/** The days of the calendar: as a grid of weeks, or one below the other where there is no room for one. */
import { type DragEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import classes from "./calendar.module.css";
import { DayMenu } from "./DayMenu";
import { today, useDates } from "./dates";
import { DRAGGED, EntryLine } from "./EntryLine";
import type { Entry } from "./sources";
import { useMoving } from "./useEntries";

type ByDay = Map<string, Entry[]>;

/** So many stand in the cell of a month; the others are told by their number, which opens the day. */
const MOST = 4;

interface CellProps {
  day: string;
  entries: Entry[];
  byDay: ByDay;
  className: string | undefined;
  isOutside?: boolean;
  children: (menu: (text: string) => ReactNode) => ReactNode;
}

/** What every day does: it takes what is dropped on it, and a click beside its entries offers to plan something. */
function Cell({ day, entries, byDay, className, isOutside, children }: CellProps) {
  const { t } = useTranslation();
  const dates = useDates();
  const { move } = useMoving();
  const [isOver, setOver] = useState(false);
  const [isOpen, setOpen] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const key = event.dataTransfer.getData(DRAGGED);
    const entry = [...byDay.values()].flat().find((each) => each.key === key);
    if (entry) void move(entry, day);
  };
  return (
    <section
      className={className}
      aria-label={t("calendar.day_with", { day: dates.whole(day), count: entries.length })}
      data-day={day}
      data-today={day === today() || undefined}
      data-beside={isOutside || undefined}
      data-target={isOver || undefined}
      onClick={(event) => {
        if (!(event.target as HTMLElement).closest("a, button, [role=menu], [role=dialog]") && !isOpen) setOpen(true);
      }}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes(DRAGGED)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      {children((text) => (
        <DayMenu day={day} text={text} isOpen={isOpen} onOpen={setOpen} />
      ))}
    </section>
  );
}

export function Grid({ days, byDay, month }: { days: string[]; byDay: ByDay; month: string | null }) {
  const { t } = useTranslation();
  const dates = useDates();
  const [params] = useSearchParams();
  const alone = (day: string) => {
    const next = new URLSearchParams(params);
    next.set("view", "day");
    next.set("day", day);
    return `?${next}`;
  };
  return (
    <div className={`card ${classes.grid}`} data-week={month === null || undefined}>
      {days.slice(0, 7).map((day) => (
        <div key={day} className={classes.weekday} aria-hidden>
          {dates.weekday(day)}
        </div>
      ))}
      {days.map((day) => {
        const entries = byDay.get(day) ?? [];
        const shown = month === null || entries.length <= MOST ? entries : entries.slice(0, MOST - 1);
        return (
          <Cell
            key={day}
            day={day}
            entries={entries}
            byDay={byDay}
            className={classes.cell}
            isOutside={month !== null && !day.startsWith(month)}
          >
            {(menu) => (
              <>
                {menu(String(Number(day.slice(8))))}
                {day.endsWith("-01") && <span className={classes.month}>{dates.month(day)}</span>}
                {entries.length > 0 && (
                  <ul className={classes.entries}>
                    {shown.map((entry) => (
                      <EntryLine key={entry.key} entry={entry} />
                    ))}
                  </ul>
                )}
                {entries.length > shown.length && (
                  <Link to={alone(day)} className={classes.more}>
                    {t("calendar.more", { count: entries.length - shown.length })}
                  </Link>
                )}
              </>
            )}
          </Cell>
        );
      })}
    </div>
  );
}

/** Days with something in them; a day that was asked for alone also stands there empty. */
export function Agenda({ days, byDay }: { days: string[]; byDay: ByDay }) {
  const { t } = useTranslation();
  const dates = useDates();
  const shown = days.filter((day) => days.length <= 7 || day === today() || (byDay.get(day) ?? []).length > 0);
  return (
    <div className={`card ${classes.agenda}`}>
      {shown.length === 0 && <p className={`quiet ${classes.none}`}>{t("calendar.nothing")}</p>}
      {shown.map((day) => {
        const entries = byDay.get(day) ?? [];
        return (
          <Cell key={day} day={day} entries={entries} byDay={byDay} className={classes.day}>
            {(menu) => (
              <>
                <h2>{menu(dates.whole(day))}</h2>
                {entries.length === 0 ? (
                  <p className="quiet">{t("calendar.nothing_then")}</p>
                ) : (
                  <ul className={classes.entries}>
                    {entries.map((entry) => (
                      <EntryLine key={entry.key} entry={entry} isWide />
                    ))}
                  </ul>
                )}
              </>
            )}
          </Cell>
        );
      })}
    </div>
  );
}
