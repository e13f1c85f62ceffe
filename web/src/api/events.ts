/**
 * What happens elsewhere, as it happens. One tab of the browser holds the lines to the gateway and tells the others; a tab
 * that is closed is followed by the next. A record on the screen is read anew; a list is only told that there is news.
 */
import { useSyncExternalStore } from "react";
import { cache } from "./queries";

export interface LiveEvent {
  type: string;
  subject: string;
  actor?: string;
  data?: Record<string, unknown>;
}

type Told = { kind: "message" } | { kind: "event"; event: LiveEvent };

const CHANNEL = "tenon.events";
const TYPES = "sales.*,messaging.message.sent";
const MESSAGE = "tenon.messaging.message.";
/** A page that is left at once opens no line: the gateway keeps few for a person, and notices late that one is gone. */
const PATIENCE = 1_500;
const AGAIN = 15_000;
const NOUN_OF: Record<string, string> = {
  opportunity: "opportunities",
  activity: "activities",
  territory: "territories",
};

const news = new Map<string, number>();
const watchers = new Set<() => void>();
const messageListeners = new Set<() => void>();

/** sales.price_list.withdrawn → price-lists */
function nounOf(type: string): string {
  const name = type.split(".")[2] ?? "";
  return NOUN_OF[name] ?? `${name.replaceAll("_", "-")}s`;
}

function changed(noun: string, count: number): void {
  news.set(noun, count);
  for (const each of watchers) each();
}

function hear(told: Told): void {
  if (told.kind === "message") {
    void cache.invalidateQueries({ queryKey: ["messages"] });
    for (const each of messageListeners) each();
    return;
  }
  const noun = nounOf(told.event.type);
  void cache.invalidateQueries({ queryKey: ["records", noun, told.event.subject] });
  void cache.invalidateQueries({ queryKey: ["pipeline"] });
  changed(noun, (news.get(noun) ?? 0) + 1);
}

/** How much has happened to records of the noun since the list was read. */
export function useNews(noun: string): number {
  return useSyncExternalStore(
    (watch) => {
      watchers.add(watch);
      return () => watchers.delete(watch);
    },
    () => news.get(noun) ?? 0,
  );
}

export function newsRead(noun: string): void {
  if (news.get(noun)) changed(noun, 0);
}

export function onMessage(listener: () => void): () => void {
  messageListeners.add(listener);
  return () => messageListeners.delete(listener);
}

function open(tell: (told: Told) => void): () => void {
  let source: EventSource | null = null;
  let timer = 0;
  const begin = () => {
    source = new EventSource(`/v1/stream?types=${encodeURIComponent(TYPES)}`);
    source.addEventListener("event", (event) => {
      const told = JSON.parse((event as MessageEvent<string>).data) as LiveEvent;
      tell(told.type.startsWith(MESSAGE) ? { kind: "message" } : { kind: "event", event: told });
    });
    source.addEventListener("error", () => {
      if (source?.readyState === EventSource.CLOSED) timer = window.setTimeout(begin, AGAIN);
    });
  };
  timer = window.setTimeout(begin, PATIENCE);
  return () => {
    window.clearTimeout(timer);
    source?.close();
  };
}

/** Follows until it is told to stop. */
export function follow(): () => void {
  const channel = new BroadcastChannel(CHANNEL);
  const stop = new AbortController();
  channel.onmessage = (event: MessageEvent<Told>) => hear(event.data);
  const lead = () =>
    new Promise<void>((done) => {
      const close = open((told) => {
        hear(told);
        channel.postMessage(told);
      });
      stop.signal.addEventListener("abort", () => {
        close();
        done();
      });
    });
  navigator.locks.request(CHANNEL, { signal: stop.signal }, lead).catch(() => undefined);
  return () => {
    stop.abort();
    channel.close();
  };
}
