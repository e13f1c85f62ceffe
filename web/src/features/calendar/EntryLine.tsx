/** One entry: it opens its record; dragged, by keys or from its menu it gets another day. */
import { ActionIcon, Button, Menu, Modal } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { DayInput } from "@/components/DayInput";
import tones from "@/components/tag.module.css";
import classes from "./calendar.module.css";
import { plus, useDates } from "./dates";
import type { Entry } from "./sources";
import { useMoving } from "./useEntries";

const BY_KEY: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
export const DRAGGED = "application/x-tenon-entry";

export function EntryLine({ entry, isWide = false }: { entry: Entry; isWide?: boolean }) {
  const { t } = useTranslation();
  const { move, takesFocus, focusAfter } = useMoving();
  const link = useRef<HTMLAnchorElement>(null);
  const kind = t(`calendar_kinds.${entry.source.name}`);
  // biome-ignore lint/correctness/useExhaustiveDependencies: where it was moved to it is shown anew, and only then
  useEffect(() => {
    if (takesFocus(entry)) link.current?.focus();
  }, []);
  const press = (event: KeyboardEvent) => {
    const by = event.shiftKey ? BY_KEY[event.key] : undefined;
    if (!by || !entry.isMovable) return;
    event.preventDefault();
    focusAfter(entry);
    void move(entry, plus(entry.day, by));
  };
  return (
    <li
      className={`${tones.toned} ${classes.entry}`}
      data-tone={entry.source.tone}
      data-over={entry.isOver || undefined}
      data-wide={isWide || undefined}
      draggable={entry.isMovable}
      onDragStart={(event) => {
        event.dataTransfer.setData(DRAGGED, entry.key);
        event.dataTransfer.effectAllowed = "move";
      }}
    >
      <Link
        ref={link}
        to={`/${entry.source.noun}/${entry.row.id}`}
        title={`${kind}: ${entry.title}`}
        aria-keyshortcuts={
          entry.isMovable ? "Shift+ArrowLeft Shift+ArrowRight Shift+ArrowUp Shift+ArrowDown" : undefined
        }
        draggable={false}
        onKeyDown={press}
      >
        {entry.time && <time>{entry.time}</time>}
        {isWide ? <span className={classes.kind}>{kind}</span> : <span className="unseen">{kind}</span>}
        <span className="cut">{entry.title}</span>
      </Link>
      {entry.isMovable && <MoveMenu entry={entry} />}
    </li>
  );
}

/** Built only while it is open: a month may hold hundreds of entries. */
function MoveMenu({ entry }: { entry: Entry }) {
  const { t } = useTranslation();
  const { move } = useMoving();
  const [isOpen, setOpen] = useState(false);
  const [isAsking, ask] = useState(false);
  const label = t("calendar.move", { name: entry.title });
  const icon = (
    <ActionIcon
      size={24}
      variant="subtle"
      color="gray"
      className={classes.dots}
      aria-label={label}
      aria-haspopup="menu"
      onClick={() => setOpen(!isOpen)}
    >
      <IconDots size={14} />
    </ActionIcon>
  );
  const step = (by: number) => () => void move(entry, plus(entry.day, by));
  return (
    <>
      {isOpen ? (
        <Menu opened onClose={() => setOpen(false)} position="bottom-end">
          <Menu.Target>{icon}</Menu.Target>
          <Menu.Dropdown>
            <Menu.Label>{t("calendar.move_to")}</Menu.Label>
            <Menu.Item onClick={step(-1)}>{t("calendar.day_before")}</Menu.Item>
            <Menu.Item onClick={step(1)}>{t("calendar.day_after")}</Menu.Item>
            <Menu.Item onClick={step(7)}>{t("calendar.week_after")}</Menu.Item>
            <Menu.Item onClick={() => ask(true)}>{t("calendar.other_day")}</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      ) : (
        icon
      )}
      {isAsking && <OtherDay entry={entry} label={label} onClose={() => ask(false)} />}
    </>
  );
}

function OtherDay({ entry, label, onClose }: { entry: Entry; label: string; onClose: () => void }) {
  const { t } = useTranslation();
  const dates = useDates();
  const { move } = useMoving();
  const [day, setDay] = useState<string | null>(entry.day);
  return (
    <Modal opened onClose={onClose} title={label} closeButtonProps={{ "aria-label": t("close") }}>
      <DayInput label={t("calendar.day")} value={day} onChange={setDay} popoverProps={{ withinPortal: true }} />
      <Button
        mt="sm"
        fullWidth
        disabled={!day}
        onClick={() => {
          onClose();
          if (day) void move(entry, day);
        }}
      >
        {day ? t("calendar.move_to_day", { day: dates.whole(day) }) : t("calendar.move_to")}
      </Button>
    </Modal>
  );
}
