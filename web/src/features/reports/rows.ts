/** What the rows of all reports have in common. */

/** A dimension by its name: `seller_id` is written as `seller`, `stage` as its label. */
export function cellText(row: Record<string, unknown>, dimension: string): string {
  const plain = dimension.replace(/_id$/, "");
  const value =
    row[`${plain}_name`] ??
    (dimension === "stage" ? row.label : undefined) ??
    (plain === "deal" ? row.name : undefined) ??
    row[plain] ??
    row.name ??
    row[dimension];
  return String(value ?? "–");
}

/** The words by which the report finds the records behind a row; none where it says none. */
export function drillOf(row: Record<string, unknown>): string | null {
  if (typeof row.drill === "string") return row.drill;
  return typeof row.stage === "string" ? `filter[stage][eq]=${encodeURIComponent(row.stage)}` : null;
}

/** A figure of a row. */
export function figure(row: Record<string, unknown>, name: string): unknown {
  return row[name];
}
