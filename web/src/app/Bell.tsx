/** Messages as they come, without a reload. */
import { ActionIcon, Indicator, Popover, UnstyledButton } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconBell } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { onMessage } from "@/api/events";
import { countUnread, fetchMessages, type Message, readMessage } from "@/api/messages";
import { cache } from "@/api/queries";
import { useMay } from "@/components/person";
import { useWritten } from "@/i18n/format";
import { isNoun } from "@/records/contract";
import classes from "./bell.module.css";

/** Where the record stands that a message is about. */
function placeOf(message: Message): string | null {
  const { type, id } = message.about ?? {};
  if (!type || !id) return null;
  const noun =
    type === "opportunity" ? "opportunities" : type === "activity" ? "activities" : `${type.replaceAll("_", "-")}s`;
  return isNoun(noun) ? `/${noun}/${id}` : null;
}

export function Bell() {
  const { t } = useTranslation();
  const may = useMay();
  const canRead = may("messaging.message:read");
  const [isOpen, setOpen] = useState(false);
  const unread = useQuery({ queryKey: ["messages", "unread"], queryFn: countUnread, enabled: canRead });
  const list = useQuery({ queryKey: ["messages", "list"], queryFn: fetchMessages, enabled: canRead && isOpen });
  useEffect(
    () =>
      onMessage(() => {
        void fetchMessages().then((page) => {
          const newest = page.data[0];
          if (newest) notifications.show({ id: `message-${newest.id}`, title: newest.title, message: newest.body });
        });
      }),
    [],
  );
  if (!canRead) return null;
  const count = unread.data ?? 0;
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" width={360} trapFocus>
      <Indicator disabled={count === 0} label={count} size={16} color="red" offset={6}>
        <Popover.Target>
          <ActionIcon aria-label={t("messages_unread", { count })} onClick={() => setOpen(!isOpen)}>
            <IconBell size={18} stroke={1.7} />
          </ActionIcon>
        </Popover.Target>
      </Indicator>
      <Popover.Dropdown p={0}>
        <div className={classes.list}>
          <h2 className={classes.head}>{t("messages")}</h2>
          {list.data?.data.length === 0 && <p className={`quiet ${classes.none}`}>{t("no_messages")}</p>}
          {list.data?.data.map((message) => (
            <MessageLine key={message.id} message={message} onGone={() => setOpen(false)} />
          ))}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

function MessageLine({ message, onGone }: { message: Message; onGone: () => void }) {
  const written = useWritten();
  const go = useNavigate();
  const open = () => {
    if (!message.read_at)
      void readMessage(message.id ?? "").then(() => cache.invalidateQueries({ queryKey: ["messages"] }));
    const place = placeOf(message);
    if (place) {
      onGone();
      void go(place);
    }
  };
  return (
    <UnstyledButton className={classes.message} data-unread={message.read_at ? undefined : true} onClick={open}>
      <strong>{message.title}</strong>
      {message.body && <span>{message.body}</span>}
      <span className="quiet">{written.ago(message.created_at)}</span>
    </UnstyledButton>
  );
}
