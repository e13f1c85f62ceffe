/** The cache of what the server said, and how one asks for it. */
import { QueryClient } from "@tanstack/react-query";
import { Problem } from "./problem";

/** A refusal stays a refusal; only what did not answer is asked again. */
function worthTrying(count: number, reason: Error): boolean {
  return reason instanceof Problem && (reason.status === 0 || reason.status === 503) && count < 2;
}

export const cache = new QueryClient({
  defaultOptions: {
    queries: { staleTime: 30_000, gcTime: 10 * 60_000, retry: worthTrying, refetchOnWindowFocus: false },
    mutations: { retry: false },
  },
});
