/** What takes a step back: which verbs bring a record to where it stood before another one was said of it. */
import type { Values } from "@/api/client";
import { actOnRecord, changeRecord } from "@/api/records";
import type { Noun, Row } from "./contract";

/** `before` is the record as it was. Each of its steps may be refused; what was done until then stays done. */
export type WayBack = (path: string, before: Row) => Promise<unknown>;

const advance: WayBack = (path, { id, stage }) => actOnRecord(path, id, "advance", { stage });

/** A deal that is opened again keeps the amount that it was won with, and has the probability of its stage. */
export const openAgain: WayBack = async (path, before) => {
  const opened = await actOnRecord<Row>(path, before.id, "reopen", {});
  if (opened.stage !== before.stage) await advance(path, before);
  const lost = {
    ...(opened.amount === before.amount ? {} : { amount: before.amount }),
    ...(before.probability_overridden ? { probability: before.probability } : {}),
  };
  if (Object.keys(lost).length > 0) await changeRecord(path, before.id, lost);
};

/** A lead that is opened again is new; it was qualified by what can be spent. */
const findAgain: WayBack = async (path, { id, status, budget }) => {
  await actOnRecord(path, id, "reopen", {});
  if (status === "qualified") await actOnRecord(path, id, "qualify", { budget });
};

/** A deal is won or lost again as it was. Only the day on which it was lost is the day of the undoing. */
const closeAgain: WayBack = (path, before) => actOnRecord(path, before.id, closes(before), closing(before));

const closes = ({ status }: Row) => (status === "lost" ? "lose" : "win");

const WAYS: Record<string, Record<string, { takes: (before: Row) => string; back: WayBack }>> = {
  opportunities: {
    advance: { takes: () => "advance", back: advance },
    win: { takes: () => "reopen", back: openAgain },
    lose: { takes: () => "reopen", back: openAgain },
    reopen: { takes: closes, back: closeAgain },
  },
  leads: { lose: { takes: () => "reopen", back: findAgain } },
};

/** How this verb is taken back by somebody who may say what that takes. */
export function wayBack(noun: Noun, verb: string, before: Row, may: (right?: string) => boolean) {
  const way = WAYS[noun.key]?.[verb];
  const right = noun.verbs.find((each) => each.name === way?.takes(before))?.right;
  return way && right && may(right) ? () => way.back(noun.path, before) : undefined;
}

/** A deal as its closing told it, so that it can be closed again. */
export function closing(before: Values): Values {
  const { status, lost_reason: reason, winner_competitor: competitor, amount, closed_at: at } = before;
  if (status === "lost") return { reason, ...(competitor ? { competitor } : {}) };
  if (status !== "won") return {};
  const day = typeof at === "string" ? at.slice(0, 10) : undefined;
  return {
    ...(amount ? { amount } : {}),
    ...(day && day < new Date().toISOString().slice(0, 10) ? { closed_on: day } : {}),
  };
}
