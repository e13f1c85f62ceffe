/** The only place that binds shortcuts. Single keys rest while one types or composes Chinese; the ? dialog lists them all. */
import { useEffect, useRef } from "react";

export const KEYS = {
  palette: { keys: ["mod+k"], group: "everywhere" },
  help: { keys: ["?"], group: "everywhere" },
  home: { keys: ["g h"], group: "go" },
  deals: { keys: ["g d"], group: "go" },
  orders: { keys: ["g o"], group: "go" },
  leads: { keys: ["g l"], group: "go" },
  contacts: { keys: ["g t"], group: "go" },
  customers: { keys: ["g c"], group: "go" },
  reports: { keys: ["g r"], group: "go" },
  board: { keys: ["g b"], group: "go" },
  filter: { keys: ["/"], group: "list" },
  down: { keys: ["j", "ArrowDown"], group: "list" },
  up: { keys: ["k", "ArrowUp"], group: "list" },
  open: { keys: ["Enter"], group: "list" },
  peek: { keys: [" "], group: "list" },
  select: { keys: ["x"], group: "list" },
  create: { keys: ["c"], group: "list" },
  edit: { keys: ["e"], group: "record" },
} as const;

export type Shortcut = keyof typeof KEYS;
type Handler = (event: KeyboardEvent) => void;

const handlers = new Map<Shortcut, Handler[]>();
let first = "";
let firstAt = 0;

function isWriting(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName);
}

function isControl(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest("button, a, [data-rfd-drag-handle-draggable-id], [role=option], [role=menuitem], [role=tab]") !==
      null
  );
}

function pressed(event: KeyboardEvent): string {
  return event.ctrlKey || event.metaKey ? `mod+${event.key.toLowerCase()}` : event.key;
}

function listen(event: KeyboardEvent): void {
  if (event.isComposing || event.keyCode === 229 || event.altKey || event.defaultPrevented) return;
  const key = pressed(event);
  const isChord = key.startsWith("mod+");
  if (!isChord && isWriting(event.target)) return;
  if (!isChord && document.querySelector("[role=dialog][aria-modal=true]")) return;
  if ((key === "Enter" || key === " ") && isControl(event.target)) return;
  const pair = Date.now() - firstAt < 1200 ? `${first} ${key}` : "";
  for (const [name, { keys }] of Object.entries(KEYS) as [Shortcut, { keys: readonly string[] }][]) {
    const handler = handlers.get(name)?.at(-1);
    if (!handler || !keys.some((each) => each === pair || (each === key && first !== "g"))) continue;
    event.preventDefault();
    first = "";
    handler(event);
    return;
  }
  first = key === "g" && !isChord ? "g" : "";
  firstAt = Date.now();
}

window.addEventListener("keydown", listen);

/** While the component is shown, the shortcut does this; the component shown last wins. */
export function useKey(name: Shortcut, handler: Handler | null): void {
  const latest = useRef(handler);
  latest.current = handler;
  const bound = handler !== null;
  useEffect(() => {
    if (!bound) return undefined;
    const call: Handler = (event) => latest.current?.(event);
    handlers.set(name, [...(handlers.get(name) ?? []), call]);
    return () => {
      handlers.set(
        name,
        (handlers.get(name) ?? []).filter((each) => each !== call),
      );
    };
  }, [name, bound]);
}
