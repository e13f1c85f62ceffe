/** One's own sessions, tokens and second factor. */
import { answer, api, ask, type Schemas } from "@/api/client";

export type OwnSession = Schemas["SessionView"];
export type Token = Schemas["TokenView"];

export async function fetchSessions(): Promise<OwnSession[]> {
  return ((await answer(api.GET("/v1/sessions"))).data ?? []) as OwnSession[];
}

export function endSession(id: string): Promise<unknown> {
  return ask("DELETE", `/v1/sessions/${id}`);
}

export async function fetchTokens(): Promise<Token[]> {
  return ((await answer(api.GET("/v1/personal-tokens"))).data ?? []) as Token[];
}

export function makeToken(label: string, scopes: string[]): Promise<{ access_token: string }> {
  return ask("POST", "/v1/personal-tokens", { body: { label, ...(scopes.length > 0 ? { scopes } : {}) } });
}

export function endToken(id: string): Promise<unknown> {
  return ask("DELETE", `/v1/personal-tokens/${id}`);
}

export function fetchSecondFactor(): Promise<Schemas["SecondFactorView"]> {
  return answer(api.GET("/v1/me/second-factor"));
}

export function beginSecondFactor(): Promise<Schemas["NewSecondFactorView"]> {
  return ask("POST", "/v1/me/second-factor", { body: {} });
}

export function confirmSecondFactor(code: string): Promise<{ recovery_codes: string[] }> {
  return ask("POST", "/v1/me/second-factor/confirm", { body: { code } });
}
