/** Changing a row where it stands: one change after the other, each of the row as the one before has left it. */
import { useRef } from "react";
import type { Values } from "@/api/client";
import type { Row } from "./contract";

interface Saved<R extends Row> {
  /** The rows as they are known now. */
  read: () => R[] | undefined;
  send: (row: R, body: Values) => Promise<unknown>;
  reread: () => Promise<unknown>;
}

export type Save<R extends Row> = (change: (now: R) => Values) => Promise<void>;

export function useSaving<R extends Row>(row: R, { read, send, reread }: Saved<R>): Save<R> {
  const line = useRef<Promise<unknown>>(Promise.resolve());
  return (change) => {
    const saved = line.current.then(async () => {
      const now = read()?.find((each) => each.id === row.id) ?? row;
      await send(now, change(now));
      await reread();
    });
    line.current = saved.catch(() => undefined);
    return saved;
  };
}
