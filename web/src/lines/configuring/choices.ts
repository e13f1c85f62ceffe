/** Which parts go together: what stands against an option, and what a choice still lacks. The API has the last word. */
import type { Schemas } from "@/api/client";

export type Configurator = Schemas["ConfiguratorView"] & { id: string; version?: number };
export type Slot = Schemas["SlotView"];

/** The parts that are chosen, by the slot in which they stand. */
export type Chosen = Record<string, string[]>;

/** A rule says its reason itself; of a slot it is said how many go there. */
export type Reason = { explanation: string } | { slot: Slot; is: "few" | "full" };

function isReplaced(slot: Slot): boolean {
  return slot.most === 1;
}

/** Why this option cannot be added to what is chosen. */
export function against(configurator: Configurator, chosen: Chosen, slot: Slot, option: string): Reason | null {
  const here = chosen[slot.code ?? ""] ?? [];
  if (here.includes(option)) return null;
  const others = Object.entries(chosen).flatMap(([code, parts]) =>
    code === slot.code && isReplaced(slot) ? [] : parts,
  );
  for (const rule of configurator.rules ?? []) {
    if (rule.kind !== "excludes") continue;
    const forbids = rule.product_id === option && rule.others?.some((each) => others.includes(each));
    const isForbidden = others.includes(rule.product_id ?? "") && rule.others?.includes(option);
    if (forbids || isForbidden) return { explanation: rule.explanation ?? "" };
  }
  return !isReplaced(slot) && here.length >= (slot.most ?? 1) ? { slot, is: "full" } : null;
}

/** What is still to be chosen before the product is whole. */
export function lacking(configurator: Configurator, chosen: Chosen): Reason[] {
  const parts = Object.values(chosen).flat();
  const few = (configurator.slots ?? [])
    .filter((slot) => (chosen[slot.code ?? ""]?.length ?? 0) < (slot.least ?? 0))
    .map((slot) => ({ slot, is: "few" as const }));
  const broken = (configurator.rules ?? [])
    .filter((rule) => parts.includes(rule.product_id ?? ""))
    .filter((rule) => (rule.others ?? []).some((each) => parts.includes(each)) !== (rule.kind === "requires"))
    .map((rule) => ({ explanation: rule.explanation ?? "" }));
  return [...few, ...broken];
}

/** The choice with this option added or taken out; where one part goes, another makes way. */
export function toggled(chosen: Chosen, slot: Slot, option: string): Chosen {
  const code = slot.code ?? "";
  const here = chosen[code] ?? [];
  if (here.includes(option)) return { ...chosen, [code]: here.filter((each) => each !== option) };
  return { ...chosen, [code]: isReplaced(slot) ? [option] : [...here, option] };
}
