import type { TFunction } from "i18next";

/** The periods that are asked for most: years, quarters and months up to now. */
export function periods(t: TFunction): { value: string; label: string }[] {
  const now = new Date();
  const year = now.getFullYear();
  const quarter = Math.floor(now.getMonth() / 3) + 1;
  const month = (back: number) => {
    const day = new Date(year, now.getMonth() - back, 1);
    return `${day.getFullYear()}-${String(day.getMonth() + 1).padStart(2, "0")}`;
  };
  const before = quarter === 1 ? `${year - 1}-Q4` : `${year}-Q${quarter - 1}`;
  return [
    { value: month(0), label: t("this_month", { period: month(0) }) },
    { value: month(1), label: t("last_month", { period: month(1) }) },
    { value: `${year}-Q${quarter}`, label: t("this_quarter", { period: `${year}-Q${quarter}` }) },
    { value: before, label: t("last_quarter", { period: before }) },
    { value: String(year), label: t("this_year", { period: year }) },
    { value: String(year - 1), label: t("last_year", { period: year - 1 }) },
  ];
}
