/** What the value of a dimension is called: by the managed list that it follows, or as the product calls it. */
import { useListed } from "@/records/picklists";
import { useLabels } from "@/records/words";
import type { Named, ReportKind } from "./api";

export function useDimensionWords(kind: ReportKind): (dimension: Named, value: string) => string {
  const labels = useLabels();
  const listed = useListed(kind.dimensions.map((each) => each.picklist ?? undefined));
  return ({ kind: of, picklist }, value) => {
    if (picklist) return listed.say(picklist, value);
    return of === "text" ? labels.choice(value) : value;
  };
}
