/** What was ordered: a draft is changed here, anything later is only read. */
import { Alert } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useMay } from "@/components/person";
import { useWritten } from "@/i18n/format";
import { Built } from "@/lines/Built";
import { DraftLines } from "@/lines/DraftLines";
import { exact } from "@/lines/exact";
import { savedLine } from "@/lines/line";
import type { Noun, Row } from "@/records/contract";
import classes from "@/records/record.module.css";
import { useLabels } from "@/records/words";

interface OrderedLine {
  id: string;
  code: string;
  name: string;
  quantity: number;
  unit_price: string;
  discount_percent: string;
  amount: string;
  tax: string;
  configuration_id: string | null;
}

/** Whether it says more than lines that are written by hand can: these take neither taxes nor discounts of their own. */
function saysMore(line: OrderedLine): boolean {
  return exact(line.tax) > 0n || exact(line.discount_percent) > 0n;
}

export default function OrderLines({ noun, row }: { noun: Noun; row: Row }) {
  const { t } = useTranslation();
  const may = useMay();
  const lines = (row.lines as OrderedLine[] | undefined) ?? [];
  if (row.status !== "draft" || !may(noun.change?.right)) return <LineTable row={row} lines={lines} />;
  return (
    <DraftLines
      noun={noun}
      row={row}
      saved={lines.map(savedLine)}
      terms="order"
      customer={(row.customer as Row | null)?.id ?? null}
      warning={
        lines.some(saysMore) && (
          <Alert variant="default" role="alert">
            {t("lines_say_more")}
          </Alert>
        )
      }
    />
  );
}

function LineTable({ row, lines }: { row: Row; lines: OrderedLine[] }) {
  const labels = useLabels();
  const written = useWritten();
  return (
    <section className={classes.scroll} tabIndex={0} aria-label={labels.field("lines")}>
      <table className={classes.plain}>
        <thead>
          <tr>
            <th>{labels.field("product")}</th>
            {["quantity", "unit_price", "discount_percent", "amount"].map((each) => (
              <th key={each} className="number">
                {labels.field(each)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.id}>
              <td>
                {line.name} <span className="quiet">{line.code}</span>
                {line.configuration_id && <Built id={line.configuration_id} />}
              </td>
              <td className="number">{written.number(line.quantity)}</td>
              <td className="number">{written.money(line.unit_price, row.currency)}</td>
              <td className="number">{written.number(line.discount_percent)}</td>
              <td className="number">{written.money(line.amount, row.currency)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
