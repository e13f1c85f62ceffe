/** Order by positions, as the API keeps it. In plain functions: no screen, no calls. */

export interface Placed {
  id: string;
  position: number;
}

const STEP = 10;

/**
 * Which positions change so that one of the rows, which are in their order, stands at another place among them: its own
 * where there is room between its new neighbours, otherwise those behind as well. In the order in which they are to be
 * sent: none is ever given a position that another still has.
 */
export function placedAnew(rows: Placed[], from: number, to: number, least: number): Placed[] {
  const others = [...rows];
  const [one] = others.splice(from, 1);
  if (!one || from === to) return [];
  const before = others[to - 1]?.position ?? least - 1;
  const behind = others.slice(to);
  const after = behind[0]?.position;
  if (after === undefined) return [{ id: one.id, position: before + STEP }];
  if (after - before > 1) return [{ id: one.id, position: between(before, after) }];
  let by = STEP;
  while (behind.some((each) => each.position + by === one.position)) by += 1;
  const moved = behind.map((each) => ({ id: each.id, position: each.position + by }));
  return [...moved.reverse(), { id: one.id, position: between(before, after + by) }];
}

/** Where the next one comes: behind all others. */
export function lastPosition(rows: Placed[]): number {
  return Math.max(0, ...rows.map((each) => each.position)) + STEP;
}

function between(low: number, high: number): number {
  return low + Math.floor((high - low) / 2);
}
