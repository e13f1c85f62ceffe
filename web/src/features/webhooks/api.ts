/** Calls on webhooks and on the ledger of what they were sent. */
import { ask } from "@/api/client";
import { type Page, searchRecords } from "@/api/records";
import type { Row } from "@/records/contract";

export const MAY = {
  create: "messaging.webhook:create",
  change: "messaging.webhook:change",
  switch: "messaging.webhook:switch",
  rotate: "messaging.webhook:rotate",
  send: "messaging.webhook:send",
  remove: "messaging.webhook:remove",
};

export interface Webhook extends Row {
  url: string;
  types: string[];
  description: string;
  status: string;
  paused_because: string | null;
  owner: { id: string; name: string } | null;
}

export interface Delivery extends Row {
  webhook_id: string;
  event_id: string;
  type: string;
  state: string;
  attempts: number;
  next_try_at: string | null;
  delivered_at: string | null;
  created_at: string;
  status: number | null;
  error: string | null;
  response: string | null;
  request: { url: string; bytes: number; headers: Record<string, string> } | null;
  tries: { at: string; status: number | null; error: string | null; milliseconds: number }[];
}

export interface EventKind {
  type: string;
  about: string;
}

const PAGE = 25;

export function fetchDeliveries(webhook: string, state: string | null, cursor: string): Promise<Page<Delivery>> {
  const conditions = [{ field: "webhook_id", op: "eq", value: webhook }];
  if (state) conditions.push({ field: "state", op: "eq", value: state });
  return searchRecords<Delivery>("/v1/webhook-deliveries", {
    filter: { and: conditions },
    sort: ["-created_at"],
    limit: PAGE,
    ...(cursor ? { cursor } : {}),
  });
}

export async function fetchEventKinds(): Promise<EventKind[]> {
  return (await ask<{ data: EventKind[] }>("GET", "/v1/events/catalogue")).data;
}

/** The secret is in the answer to this, and in no other. */
export function rotateSecret(id: string, overlap: number): Promise<{ secret: string }> {
  return ask("POST", `/v1/webhooks/${id}/rotate-secret`, { body: { overlap_seconds: overlap } });
}
