/** What a filter does, in plain words. */
import { useTranslation } from "react-i18next";
import { useWritten } from "@/i18n/format";
import type { Filter } from "./asking";
import { fieldOf, type Noun } from "./contract";
import { nounOf } from "./displays";
import { useNames, useStages } from "./names";
import { useListed } from "./picklists";
import { useLabels } from "./words";

export function kindOfFilter(noun: Noun, field: string): string {
  return field === "stage" ? "choice" : (noun.filterKinds[field]?.kind ?? fieldOf(noun, field)?.kind ?? "text");
}

export function valueWith(filters: Filter[], ...ops: string[]): string {
  return filters.find((each) => ops.includes(each.op))?.value ?? "";
}

/** "Stage: Proposal or Negotiation", "Amount: from 1,000" */
export function useFilterWords(noun: Noun, field: string, filters: Filter[]): string {
  const { t } = useTranslation();
  const labels = useLabels();
  const written = useWritten();
  const stages = useStages();
  const kind = kindOfFilter(noun, field);
  const list = fieldOf(noun, field)?.picklist;
  const listed = useListed([list]);
  const ids = filters.flatMap((each) => each.value.split(",")).filter((each) => each !== "me");
  const own = fieldOf(noun, field) ?? { name: field, kind: "text" };
  const names = useNames(kind === "id" ? nounOf(own) : undefined, ids);
  const one = (value: string): string => {
    if (value === "me") return t("me");
    if (field === "stage") return stages.find((each) => each.code === value)?.name ?? value;
    if (kind === "id") return names[value] ?? "…";
    if (kind === "yesno") return value === "true" ? t("yes") : t("no");
    if (kind === "decimal") return written.number(value);
    if (kind === "date" || kind === "moment") return written.day(value);
    return list ? listed.say(list, value) : labels.choiceOf(own, value);
  };
  const part = ({ op, value }: Filter): string => {
    if (op === "null") return value === "true" ? t("is_empty") : t("is_filled");
    const values = value.split(",").map(one).join(t("or_joined"));
    if (op === "eq" || op === "in") return values;
    return t(`ops.${op}`, { value: values.replace(/\*$/, "") });
  };
  return `${labels.of(own)}: ${filters.map(part).join(t("and_joined"))}`;
}
