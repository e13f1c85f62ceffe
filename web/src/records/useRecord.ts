/** One record: reading it, and changing it so that nobody's change is lost unseen. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Values } from "@/api/client";
import { Problem } from "@/api/problem";
import { cache } from "@/api/queries";
import { changeRecord, fetchHistory, fetchRecord, type HistoryEntry } from "@/api/records";
import type { Noun, Row } from "./contract";

export function useRecord(noun: Noun, id: string | null) {
  return useQuery({
    queryKey: ["records", noun.key, id, "one"],
    enabled: Boolean(id) && noun.one,
    queryFn: () => fetchRecord<Row>(noun.path, id as string),
  });
}

export async function reread(noun: Noun, id: string): Promise<void> {
  await Promise.all([
    cache.invalidateQueries({ queryKey: ["records", noun.key, id] }),
    cache.invalidateQueries({ queryKey: ["records", noun.key, "list"] }),
    cache.invalidateQueries({ queryKey: ["records", noun.key, "sums"] }),
    cache.invalidateQueries({ queryKey: ["pipeline"] }),
  ]);
}

export interface Conflict {
  wanted: Values;
  theirs: HistoryEntry | null;
  current: Row;
}

/** A change that says which version it is of. If somebody was faster, who and what is shown, and nothing is overwritten. */
export function useChange(noun: Noun, row: Row) {
  const [conflict, setConflict] = useState<Conflict | null>(null);
  const change = async (wanted: Values, version = row.version) => {
    try {
      const next = await changeRecord<Row>(noun.path, row.id, wanted, version);
      cache.setQueryData(["records", noun.key, row.id, "one"], next);
      setConflict(null);
      await reread(noun, row.id);
    } catch (reason) {
      if (!(reason instanceof Problem) || reason.status !== 412) throw reason;
      const [current, history] = await Promise.all([
        fetchRecord<Row>(noun.path, row.id),
        fetchHistory(noun.path, row.id).catch((): HistoryEntry[] => []),
      ]);
      const latest = history[0] ?? null;
      cache.setQueryData(["records", noun.key, row.id, "one"], current);
      setConflict({ wanted, theirs: latest, current });
    }
  };
  return { change, conflict, resolve: () => setConflict(null) };
}
