/** A person's own messages. */
import { answer, api, ask, type Schemas } from "./client";
import type { Page } from "./records";

export type Message = Schemas["MessageView"];

export function fetchMessages(): Promise<Page<Message>> {
  return ask<Page<Message>>("POST", "/v1/messages/search", { body: { sort: ["-created_at"], limit: 20 } });
}

export async function countUnread(): Promise<number> {
  return (await answer(api.GET("/v1/messages/unread-count"))).count ?? 0;
}

export function readMessage(id: string): Promise<unknown> {
  return ask("POST", `/v1/messages/${id}/read`, { body: {} });
}
