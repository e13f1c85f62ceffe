/** Signing in and out with the browser's cookie. */
import { answer, api, door, type Schemas } from "./client";
import { Problem } from "./problem";

const HINT = "tenon.signed-in";

export type Session = Schemas["OpenSessionView"];
export type Me = Schemas["MeView"];

function keep(session: Session): Session {
  door.csrf = session.csrf_token ?? "";
  localStorage.setItem(HINT, "yes");
  return session;
}

export function hasSignedInHere(): boolean {
  return localStorage.getItem(HINT) !== null;
}

/** The session of this browser, if there is one. Nobody is asked when nobody has signed in here. */
export async function currentSession(): Promise<Session | null> {
  if (!hasSignedInHere()) return null;
  try {
    return keep(await answer(api.GET("/v1/sessions/current")));
  } catch (problem) {
    if (!(problem instanceof Problem) || problem.status === 0 || problem.status >= 500) throw problem;
    forget();
    return null;
  }
}

/** "Firefox, Windows": how a person tells their own sessions apart. */
function browserName(): string {
  const agent = navigator.userAgent;
  const browser = ["Edg", "Firefox", "Chrome", "Safari"].find((each) => agent.includes(each)) ?? "Browser";
  const system = ["Android", "iPhone", "iPad", "Windows", "Mac", "Linux"].find((each) => agent.includes(each)) ?? "";
  return [browser === "Edg" ? "Edge" : browser, system].filter(Boolean).join(", ");
}

export async function signIn(login: string, password: string, code?: string): Promise<Session> {
  const body = { login, password, ...(code ? { code } : {}), label: browserName() };
  return keep(await answer(api.POST("/v1/sessions", { body })));
}

export async function signOut(): Promise<void> {
  await api.DELETE("/v1/sessions/current");
  forget();
}

export function forget(): void {
  door.csrf = "";
  localStorage.removeItem(HINT);
}

/** All earlier sessions end with the old password, so the browser signs in anew with the new one. */
export async function changePassword(login: string, old: string, password: string, code?: string): Promise<Session> {
  await api.POST("/v1/me/password", { body: { old_password: old, password } });
  return signIn(login, password, code);
}

export function fetchMe(): Promise<Me> {
  return answer(api.GET("/v1/me"));
}
