/** Moving rows that the API keeps in order by their positions; one move after the other, each on what the one before left. */
import { useEffect, useRef } from "react";
import { type Placed, placedAnew } from "./placing";

interface Ordered<R extends Placed> {
  /** The rows as they are now, in their order. */
  read: () => R[];
  send: (row: R, position: number) => Promise<unknown>;
  reread: () => Promise<unknown>;
  refused: (reason: unknown) => void;
  least: number;
}

export interface Order {
  by: (id: string, steps: number) => void;
  onto: (id: string, other: string) => void;
}

export function useOrder<R extends Placed>(rows: R[], { read, send, reread, refused, least }: Ordered<R>): Order {
  const line = useRef<Promise<void>>(Promise.resolve());
  const focused = useRef<string | null>(null);
  const order = rows.map((each) => each.id).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the order is what a move changes
  useEffect(() => {
    if (focused.current) document.querySelector<HTMLElement>(`[data-handle="${focused.current}"]`)?.focus();
    focused.current = null;
  }, [order]);
  const move = async (id: string, where: (held: R[], from: number) => number) => {
    const held = read();
    const from = held.findIndex((each) => each.id === id);
    const to = Math.min(Math.max(where(held, from), 0), held.length - 1);
    if (from < 0 || from === to) return;
    try {
      for (const { id: one, position } of placedAnew(held, from, to, least)) {
        const row = held.find((each) => each.id === one);
        if (row) await send(row, position);
      }
      focused.current = id;
    } catch (reason) {
      refused(reason);
    }
    await reread();
  };
  const queue = (id: string, where: (held: R[], from: number) => number) => {
    line.current = line.current.then(() => move(id, where));
  };
  return {
    by: (id, steps) => queue(id, (_, from) => from + steps),
    onto: (id, other) => queue(id, (held) => held.findIndex((each) => each.id === other)),
  };
}
