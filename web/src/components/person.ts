/** Who is signed in, and what this person may. */
import { createContext, useContext } from "react";
import type { Me } from "@/api/session";

export const PersonContext = createContext<Me | null>(null);

export function usePerson(): Me {
  const me = useContext(PersonContext);
  if (!me) throw new Error("nobody is signed in");
  return me;
}

/** Whether the person has the right at all; how far it reaches is for the gateway to say. */
export function useMay(): (right: string | null | undefined) => boolean {
  const rights = usePerson().rights as Record<string, string[]>;
  return (right) => !right || right === "signed_in" || (rights[right]?.length ?? 0) > 0;
}
