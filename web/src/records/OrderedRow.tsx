/** A row of a table that has an order: moved by drag of its handle, by arrow keys on it, or from its menu. */
import { Menu } from "@mantine/core";
import { IconGripVertical } from "@tabler/icons-react";
import { type DragEvent, type KeyboardEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import classes from "./ordered.module.css";
import type { Order } from "./useOrder";

interface Props {
  id: string;
  name: string;
  order: Order | null;
  isQuiet?: boolean;
  children: ReactNode;
}

export function OrderedRow({ id, name, order, isQuiet = false, children }: Props) {
  const [isOver, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const dropped = event.dataTransfer.getData("text/plain");
    if (dropped && dropped !== id) order?.onto(dropped, id);
  };
  return (
    <tr
      className={classes.row}
      data-over={isOver || undefined}
      data-quiet={isQuiet || undefined}
      onDragOver={(event) => {
        if (!order) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <td className={classes.at}>{order && <Handle id={id} name={name} order={order} />}</td>
      {children}
    </tr>
  );
}

/** Moves the row it stands in: by drag, by arrow keys, by its menu. */
export function Handle({ id, name, order }: { id: string; name: string; order: Order }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const keyed = (event: KeyboardEvent) => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!by || isOpen) return;
    event.preventDefault();
    order.by(id, by);
  };
  return (
    <Menu opened={isOpen} onChange={setOpen} position="bottom-start">
      <Menu.Target>
        <button
          type="button"
          data-handle={id}
          className={classes.handle}
          aria-label={t("place_of", { name })}
          title={t("place_hint")}
          draggable
          onDragStart={(event) => event.dataTransfer.setData("text/plain", id)}
          onKeyDown={keyed}
        >
          <IconGripVertical size={16} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => order.by(id, -1)}>{t("move_earlier")}</Menu.Item>
        <Menu.Item onClick={() => order.by(id, 1)}>{t("move_later")}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
