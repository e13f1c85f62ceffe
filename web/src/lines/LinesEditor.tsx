/** The lines of an offer or an order: products are found by their names, then counted, priced and discounted. */
import { Modal } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useWritten } from "@/i18n/format";
import { RecordSelect } from "@/records/RecordSelect";
import record from "@/records/record.module.css";
import { useLabels } from "@/records/words";
import { useConfigured } from "./configuring/api";
import { Configure } from "./configuring/Configure";
import { amountText } from "./exact";
import { LineRow } from "./LineRow";
import { type Line, newLine, type Priced, replaced, type Terms, totalOf } from "./line";
import classes from "./lines.module.css";

interface Props {
  lines: Priced[];
  terms: Terms;
  customer: string | null;
  currency: string;
  onChange: (lines: Line[]) => void;
}

export function LinesEditor({ lines, terms, customer, currency, onChange }: Props) {
  const { t } = useTranslation();
  const labels = useLabels();
  const configured = useConfigured(lines.map((each) => each.product_id));
  const [place, setPlace] = useState<number | null>(null);
  const opened = place === null ? undefined : lines[place];
  const change = (at: number, part: Partial<Line>) => onChange(lines.with(at, { ...(lines[at] as Priced), ...part }));
  const columns = [
    "quantity",
    "unit_price",
    "discount_percent",
    ...(terms === "quotation" ? ["tax_percent"] : []),
    "net",
  ];
  return (
    <div className={record.stack}>
      {lines.length > 0 && (
        <div className={record.scroll}>
          <table className={`${record.plain} ${classes.table}`} aria-label={labels.field("lines")}>
            <thead>
              <tr>
                <th>{labels.field("product")}</th>
                {columns.map((each) => (
                  <th key={each} className="number">
                    {labels.field(each)}
                  </th>
                ))}
                <th>
                  <span className="unseen">{t("remove")}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {lines.map((line, at) => (
                <LineRow
                  key={line.key}
                  line={line}
                  terms={terms}
                  currency={currency}
                  onChange={(part) => change(at, part)}
                  onConfigure={configured[line.product_id] ? () => setPlace(at) : undefined}
                  onRemove={() => onChange(lines.toSpliced(at, 1))}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <RecordSelect
        key={lines.length}
        noun="products"
        aria-label={t("add_product")}
        placeholder={t("add_product")}
        value={null}
        within={{ field: "active", op: "eq", value: true }}
        onChange={(id, name = "") => id && onChange([...lines, newLine(id, name)])}
      />
      {opened && place !== null && (
        <Modal
          opened
          onClose={() => setPlace(null)}
          size="xl"
          title={t("configure.title", { name: opened.name })}
          closeButtonProps={{ "aria-label": t("close") }}
        >
          <Configure
            configuratorId={configured[opened.product_id] ?? ""}
            customer={customer}
            currency={currency}
            quantity={opened.quantity}
            takes={[
              {
                label: t("configure.take"),
                onTake: (parts) => {
                  onChange(replaced(lines, place, parts));
                  setPlace(null);
                },
              },
            ]}
          />
        </Modal>
      )}
      <Total lines={lines} terms={terms} currency={currency} />
      {terms === "order" && <p className="quiet">{t("discount_in_price")}</p>}
    </div>
  );
}

function Total({ lines, terms, currency }: Pick<Props, "lines" | "terms" | "currency">) {
  const labels = useLabels();
  const written = useWritten();
  const { net, tax } = totalOf(lines, terms);
  const sum = (field: string, value: bigint) => (
    <span>
      {labels.field(field)} <strong>{written.money(amountText(value), currency)}</strong>
    </span>
  );
  if (terms === "order") return <div className={classes.sums}>{sum("amount", net)}</div>;
  return (
    <div className={classes.sums}>
      {sum("net", net)} {sum("tax", tax)} {sum("gross", net + tax)}
    </div>
  );
}
