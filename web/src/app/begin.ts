/** What every visit waits for is asked for at once, not one after the other: who it is, and how to show the list. */
import { door } from "@/api/client";
import { cache } from "@/api/queries";
import { currentSession, fetchMe, hasSignedInHere } from "@/api/session";
import { keptLanguage } from "@/i18n";
import { isNoun, nounQuery } from "@/records/contract";

export const SESSION = { queryKey: ["session"], queryFn: currentSession, staleTime: Number.POSITIVE_INFINITY };
export const ME = { queryKey: ["me"], queryFn: fetchMe, staleTime: 60_000 };

/** Nobody is asked for by a browser in which nobody has signed in. What fails is asked for again by whoever needs it. */
export function begin(): void {
  door.language = keptLanguage();
  const noun = window.location.pathname.split("/")[1];
  if (isNoun(noun)) void cache.prefetchQuery(nounQuery(noun));
  if (!hasSignedInHere()) return;
  void cache.prefetchQuery(SESSION);
  void cache.prefetchQuery(ME);
}
