/** Calls on the audit trail, and on the look whether its chains are whole. */
import dayjs from "dayjs";
import { ask } from "@/api/client";
import type { Page } from "@/api/records";
import type { Row } from "@/records/contract";

export const VERIFY = "gateway.audit:verify";

export interface Entry extends Row {
  service: string;
  position: number | null;
  hash: string | null;
  at: string;
  kind: string;
  record_id: string;
  actor: { id: string; name: string } | null;
  changes: Record<string, { before: unknown; after: unknown }>;
  details: Record<string, unknown>;
  address: string | null;
  channel: string | null;
}

/** What is asked for; each is a part of the page's address. */
export interface Asked {
  who: string | null;
  kind: string | null;
  record: string | null;
  channel: string | null;
  from: string | null;
  until: string | null;
}

export const PAGE = 40;

export function fetchTrail(asked: Asked, cursor: string): Promise<Page<Entry>> {
  return ask<Page<Entry>>("GET", "/v1/audit", {
    query: {
      limit: String(PAGE),
      cursor,
      "filter[actor_id][eq]": asked.who ?? undefined,
      "filter[kind][eq]": asked.kind ?? undefined,
      "filter[record_id][eq]": asked.record ?? undefined,
      "filter[channel][eq]": asked.channel ?? undefined,
      "filter[at][gte]": asked.from ? dayjs(asked.from).startOf("day").toISOString() : undefined,
      "filter[at][lte]": asked.until ? dayjs(asked.until).endOf("day").toISOString() : undefined,
    },
  });
}

export interface Chain {
  service: string;
  status: string;
  checked: number;
  faults: { position: number; kind: string; detail: string }[];
}

interface Verification {
  status: string;
  complete: boolean;
  next: string | null;
  services: Chain[];
}

export interface Look {
  complete: boolean;
  chains: Chain[];
}

/** Looks on until all chains are seen, and tells after each step what is known by then. */
export async function verifyTrail(onStep: (look: Look) => void, signal: AbortSignal): Promise<void> {
  let chains: Chain[] = [];
  let cursor = "";
  for (;;) {
    const step = await ask<Verification>("GET", "/v1/audit/verify", { query: { cursor }, signal });
    chains = joined(chains, step.services);
    onStep({ complete: step.complete, chains });
    if (step.complete || !step.next) return;
    cursor = step.next;
  }
}

/** Each step tells what it has looked at itself; what was found once stays found. */
function joined(before: Chain[], step: Chain[]): Chain[] {
  const known = new Map(before.map((each) => [each.service, each]));
  for (const each of step) {
    const earlier = known.get(each.service);
    const faults = [...(earlier?.faults ?? []), ...each.faults];
    const status = faults.length > 0 ? "broken" : each.status;
    known.set(each.service, { ...each, status, faults, checked: (earlier?.checked ?? 0) + each.checked });
  }
  return [...known.values()];
}
