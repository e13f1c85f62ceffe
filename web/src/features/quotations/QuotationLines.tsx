/** What is offered: a draft is edited here, anything later is only read. */
import { useMay } from "@/components/person";
import { useWritten } from "@/i18n/format";
import { DraftLines } from "@/lines/DraftLines";
import { savedLine } from "@/lines/line";
import type { Noun, Row } from "@/records/contract";
import classes from "@/records/record.module.css";
import { useLabels } from "@/records/words";
import type { Version } from "./api";

function latest(row: Row): Version | undefined {
  return (row.versions as Version[] | undefined)?.toSorted((a, b) => (b.number ?? 0) - (a.number ?? 0))[0];
}

export default function QuotationLines({ noun, row }: { noun: Noun; row: Row }) {
  const may = useMay();
  const version = latest(row);
  if (row.status === "draft" && may(noun.change?.right))
    return (
      <DraftLines
        noun={noun}
        row={row}
        saved={(version?.lines ?? []).map(savedLine)}
        terms="quotation"
        customer={(row.customer_id as string | null) ?? null}
      />
    );
  return <LineTable version={version} currency={String(row.currency)} />;
}

export function LineTable({ version, currency }: { version: Version | undefined; currency: string }) {
  const labels = useLabels();
  const written = useWritten();
  return (
    <section className={classes.scroll} tabIndex={0} aria-label={labels.field("lines")}>
      <table className={classes.plain}>
        <thead>
          <tr>
            <th>{labels.field("product")}</th>
            {["quantity", "unit_price", "discount_percent", "tax_percent", "net"].map((each) => (
              <th key={each} className="number">
                {labels.field(each)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {version?.lines?.map((line) => (
            <tr key={line.id}>
              <td>
                {line.name} <span className="quiet">{line.code}</span>
              </td>
              <td className="number">{written.number(line.quantity)}</td>
              <td className="number">{written.money(line.unit_price, currency)}</td>
              <td className="number">{written.number(line.discount_percent)}</td>
              <td className="number">{written.number(line.tax_percent)}</td>
              <td className="number">{written.money(line.net, currency)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <td colSpan={5} className="number">
              {labels.field("gross")}
            </td>
            <td className="number">
              <strong>{written.money(version?.gross ?? 0, currency)}</strong>
            </td>
          </tr>
        </tfoot>
      </table>
    </section>
  );
}
