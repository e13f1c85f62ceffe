/** Moving deals: at once on the screen, then at the gateway. A refusal puts the card back and says why; a move can be undone. */
import { notifications } from "@mantine/notifications";
import { useTranslation } from "react-i18next";
import { cache } from "@/api/queries";
import type { StageName } from "@/records/names";
import { useProblemText } from "@/records/problemText";
import { sumsOf } from "@/records/sums";
import { useUndoable } from "@/records/useUndoable";
import { type BoardAsking, type Column, columnKey, type Deal, moveBack, moveDeal, reread } from "./api/board";

type Sizes = Record<string, number>;
export type Move = (
  deal: Deal,
  from: StageName,
  to: StageName,
  place: number,
  body?: Record<string, unknown>,
) => Promise<void>;

/** Told by currency where the column holds several, as the gateway tells it. */
function sum(column: Column, { currency }: Deal, by: number): Column {
  const held = sumsOf(column, "amount").filter((each) => each.currency === currency || Number(each.amount));
  if (!held.some((each) => each.currency === currency)) held.push({ amount: "0", currency });
  const next = held.map((each) => ({
    ...each,
    amount: String(Number(each.amount) + (each.currency === currency ? by : 0)),
  }));
  if (next.length === 1)
    return { ...column, totals: { ...column.totals, amount: next[0]?.amount ?? null }, totals_by_currency: undefined };
  const each = Object.fromEntries(next.map((one) => [one.currency, { amount: one.amount }]));
  return { ...column, totals: { ...column.totals, amount: null }, totals_by_currency: each };
}

function without(column: Column, deal: Deal): Column {
  const data = column.data.filter((each) => each.id !== deal.id);
  return { ...sum(column, deal, -Number(deal.amount ?? 0)), data, count: (column.count ?? 1) - 1 };
}

function withDeal(column: Column, deal: Deal, to: StageName, place: number): Column {
  const moved = { ...deal, stage: to.code, status: to.outcome ?? "open" };
  return {
    ...sum(column, deal, Number(deal.amount ?? 0)),
    data: column.data.toSpliced(place, 0, moved),
    count: (column.count ?? 0) + 1,
  };
}

async function settled(): Promise<void> {
  await reread();
  void cache.invalidateQueries({ queryKey: ["records", "opportunities"] });
}

export function useMoves(asking: BoardAsking, sizes: Sizes, first: number): Move {
  const { t } = useTranslation();
  const told = useProblemText();
  const undoable = useUndoable();
  const key = (stage: StageName) => columnKey(stage.code, asking, sizes[stage.code] ?? first);
  const place = (deal: Deal, from: StageName, to: StageName, at: number) => {
    cache.setQueryData<Column>(key(from), (held) => held && without(held, deal));
    cache.setQueryData<Column>(key(to), (held) => held && withDeal(held, deal, to, at));
  };
  const undo = (deal: Deal, from: StageName, to: StageName) => {
    place({ ...deal, stage: to.code }, to, from, 0);
    return moveBack(deal, from, to).finally(settled);
  };
  return async (deal, from, to, at, body) => {
    await cache.cancelQueries({ queryKey: ["pipeline"] });
    place(deal, from, to, at);
    try {
      await moveDeal(deal, to, body);
      undoable(t("moved", { name: deal.name, stage: to.name }), () => undo(deal, from, to));
    } catch (reason) {
      place({ ...deal, stage: to.code }, to, from, 0);
      notifications.show({
        color: "red",
        autoClose: 12_000,
        title: t("move_refused", { name: deal.name }),
        message: told(reason),
      });
    } finally {
      await settled();
    }
  };
}
