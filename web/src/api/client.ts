/** The one place that talks to the gateway: language, CSRF token, idempotency and refusals are settled here. */
import createClient, { type Middleware } from "openapi-fetch";
import { Problem, Unreachable } from "./problem";
import type { components, paths } from "./schema";

export type Schemas = components["schemas"];
export type Values = Record<string, unknown>;

const WRITES = new Set(["POST", "PATCH", "DELETE", "PUT"]);

/** What holds for all calls of this browser tab. */
export const door = {
  csrf: "",
  language: "en",
  /** Told when the session has ended, so that the console can ask to sign in again. */
  ended: (): void => undefined,
};

function prepare(request: Request): Request {
  request.headers.set("Accept-Language", door.language);
  if (!WRITES.has(request.method)) return request;
  if (door.csrf) request.headers.set("X-CSRF-Token", door.csrf);
  if (!request.headers.has("Idempotency-Key")) request.headers.set("Idempotency-Key", crypto.randomUUID());
  return request;
}

async function refuse(response: Response): Promise<void> {
  if (response.ok) return;
  const body = (await response
    .clone()
    .json()
    .catch(() => ({ title: response.statusText }))) as Values;
  const problem = new Problem(response.status, body);
  if (response.status === 401 && door.csrf && !response.url.endsWith("/v1/sessions")) door.ended();
  throw problem;
}

const manners: Middleware = {
  onRequest: ({ request }) => prepare(request),
  onResponse: async ({ response }) => {
    await refuse(response);
  },
  onError: () => new Unreachable(),
};

/** Calls whose path is known when the console is built; a stale one fails the build. */
export const api = createClient<paths>({ baseUrl: window.location.origin, credentials: "same-origin" });
api.use(manners);

export interface Asked {
  query?: Record<string, string | undefined>;
  body?: unknown;
  version?: number;
  signal?: AbortSignal;
  blob?: boolean;
}

/** Calls whose noun is only known when the page is opened: what the pages of records/ send. */
export async function ask<T>(method: string, path: string, asked: Asked = {}): Promise<T> {
  const address = new URL(path, window.location.origin);
  for (const [name, value] of Object.entries(asked.query ?? {})) if (value) address.searchParams.set(name, value);
  const headers = new Headers();
  if (asked.version !== undefined) headers.set("If-Match", `"${asked.version}"`);
  const isFile = asked.body instanceof Blob;
  const fileType = isFile ? (asked.body as Blob).type || "application/octet-stream" : "";
  if (asked.body !== undefined) headers.set("Content-Type", fileType || "application/json");
  const body = asked.body === undefined ? undefined : isFile ? (asked.body as Blob) : JSON.stringify(asked.body);
  const request = prepare(
    new Request(address, { method, headers, body, signal: asked.signal, credentials: "same-origin" }),
  );
  const response = await fetch(request).catch((reason: unknown) => {
    if (reason instanceof DOMException && reason.name === "AbortError") throw reason;
    throw new Unreachable();
  });
  await refuse(response);
  if (asked.blob) return (await response.blob()) as T;
  return (response.status === 204 ? undefined : await response.json()) as T;
}

/** The answer of a typed call; a refusal was thrown before. */
export async function answer<T>(call: Promise<{ data?: T }>): Promise<T> {
  return (await call).data as T;
}
