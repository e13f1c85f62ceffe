/** What a column of the board holds, and moving a deal from one to another. */
import { cache } from "@/api/queries";
import { actOnRecord, type Page, searchRecords } from "@/api/records";
import type { Board, Row } from "@/records/contract";
import type { StageName } from "@/records/names";
import { closing, openAgain } from "@/records/wayBack";

const PATH = "/v1/opportunities";

export interface Deal extends Row {
  name: string;
  number: string;
  customer: { id: string; name: string } | null;
  owner: { id: string; name: string } | null;
  amount: string | null;
  currency: string;
  expected_close_date: string | null;
  stage: string;
  status: string;
  next_step: string | null;
}

export interface BoardAsking {
  q: string;
  owner: string | null;
}

export type Column = Page<Deal>;

export function columnKey(stage: string, asking: BoardAsking, size: number): unknown[] {
  return ["pipeline", "column", stage, asking, size];
}

export function fetchColumn(
  stage: StageName,
  asking: BoardAsking,
  size: number,
  board: Board,
  signal?: AbortSignal,
): Promise<Column> {
  const conditions = [
    { field: board.by, op: "eq", value: stage.code },
    ...(asking.owner ? [{ field: "owner_id", op: "eq", value: asking.owner }] : []),
  ];
  return searchRecords<Deal>(
    PATH,
    {
      filter: { and: conditions },
      q: asking.q || undefined,
      sort: [stage.outcome ? board.closed_sort : board.sort, "id"],
      limit: size,
      count: "exact",
      totals: board.totals,
      fields: board.fields,
    },
    signal,
  );
}

/** The verb that brings a deal into a stage depends on what the stage means. */
export async function moveDeal(deal: Deal, to: StageName, body: Record<string, unknown> = {}): Promise<void> {
  if (to.outcome === "won") await actOnRecord(PATH, deal.id, "win", body);
  else if (to.outcome === "lost") await actOnRecord(PATH, deal.id, "lose", body);
  else {
    if (deal.status !== "open") await actOnRecord(PATH, deal.id, "reopen", {});
    await actOnRecord(PATH, deal.id, "advance", { stage: to.code });
  }
}

/** Back to where it was: what was closed is opened, and what was lost is lost for the same reason. */
export async function moveBack(deal: Deal, from: StageName, to: StageName): Promise<void> {
  if (to.outcome) await openAgain(PATH, deal);
  else await moveDeal({ ...deal, status: "open" }, from, closing(deal));
}

export function reread(): Promise<void> {
  return cache.invalidateQueries({ queryKey: ["pipeline"] });
}
