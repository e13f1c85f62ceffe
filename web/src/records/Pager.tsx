import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Page } from "@/api/records";
import { useWritten } from "@/i18n/format";
import type { Asking } from "./asking";
import type { Row } from "./contract";
import classes from "./list.module.css";
import { saySums, sumsOf } from "./sums";
import { PAGE } from "./useList";
import { useLabels } from "./words";

interface Props {
  asking: Asking;
  page: Page<Row> | undefined;
  sums: Page<Row> | undefined;
  shown: number;
  rows: Row[];
  onChange: (next: Partial<Asking>) => void;
}

/** Where one is in the whole result, and its sums. There is a sum for each currency. */
export function Pager({ asking, page, sums, shown, rows, onChange }: Props) {
  const { t } = useTranslation();
  const written = useWritten();
  const labels = useLabels();
  const totals = Object.keys(sums?.totals ?? {})
    .map((name) => ({ name, sums: sumsOf(sums, name, rows).filter((each) => Number(each.amount)) }))
    .filter((each) => each.sums.length > 0);
  return (
    <div className={classes.foot}>
      <span>
        {t("range", {
          from: written.number(asking.from + 1),
          to: written.number(asking.from + shown),
          count: sums?.count ?? 0,
          total: written.number(sums?.count ?? 0),
        })}
      </span>
      {totals.slice(0, 3).map((each) => (
        <span key={each.name}>
          {labels.field(each.name)} <strong>{saySums(each.sums, written.money)}</strong>
        </span>
      ))}
      <span className={classes.space} />
      <Button
        variant="default"
        disabled={!page?.prev}
        onClick={() => onChange({ cursor: page?.prev ?? "", from: Math.max(asking.from - PAGE, 0) })}
      >
        {t("previous")}
      </Button>
      <Button
        variant="default"
        disabled={!page?.next}
        onClick={() => onChange({ cursor: page?.next ?? "", from: asking.from + shown })}
      >
        {t("next")}
      </Button>
    </div>
  );
}
