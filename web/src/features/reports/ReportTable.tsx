import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useWritten, type Written } from "@/i18n/format";
import record from "@/records/record.module.css";
import type { Answer, Named, ReportKind } from "./api";
import { cellText, drillOf, figure } from "./rows";
import { useDimensionWords } from "./useDimensionWords";

function said(written: Written, { kind }: Named, value: unknown, currency: unknown): string {
  if (value === null || value === undefined || value === "") return "–";
  if (kind === "money" || kind === "price") return written.money(value, currency);
  if (kind === "rate") return written.percent(value);
  return written.number(value);
}

/** The figures themselves; every row that has records behind it opens them. */
export function ReportTable({
  kind,
  answer,
  onDrill,
}: {
  kind: ReportKind;
  answer: Answer;
  onDrill?: (drill: string) => void;
}) {
  const { t } = useTranslation();
  const written = useWritten();
  const wordOf = useDimensionWords(kind);
  const told = kind.dimensions.filter((each) => each.name !== "currency");
  const dimensions = told.length > 0 ? told : kind.dimensions;
  const totals = [answer.totals].flat().filter(Boolean) as Record<string, unknown>[];
  const header = (each: Named) => each.title.replace(/(['’]s id|编号)$/, "");
  return (
    <section className={record.scroll} tabIndex={0} aria-label={kind.title}>
      <table className={record.plain}>
        <thead>
          <tr>
            {dimensions.map((each) => (
              <th key={each.name}>{header(each)}</th>
            ))}
            {kind.measures.map((each) => (
              <th key={each.name} className="number">
                {each.title}
              </th>
            ))}
            <th>
              <span className="unseen">{t("records_behind")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {answer.rows.map((row, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of a report have no identity of their own
            <tr key={place}>
              {dimensions.map((each) => (
                <td key={each.name}>{wordOf(each, cellText(row, each.name))}</td>
              ))}
              {kind.measures.map((each) => (
                <td key={each.name} className="number">
                  {said(written, each, figure(row, each.name), row.currency)}
                </td>
              ))}
              <td>
                {onDrill && (
                  <Behind
                    row={row}
                    label={t("records_of", { name: cellText(row, dimensions[0]?.name ?? "name") })}
                    onDrill={onDrill}
                    text={t("records")}
                  />
                )}
              </td>
            </tr>
          ))}
        </tbody>
        {answer.rows.length > 0 && (
          <tfoot>
            {totals.map((row) => (
              <tr key={String(row.currency)}>
                {dimensions.length > 0 && (
                  <td colSpan={dimensions.length}>
                    <strong>{t("total")}</strong>
                  </td>
                )}
                {kind.measures.map((each) => (
                  <td key={each.name} className="number">
                    <strong>{said(written, each, figure(row, each.name), row.currency)}</strong>
                  </td>
                ))}
                <td />
              </tr>
            ))}
          </tfoot>
        )}
      </table>
    </section>
  );
}

interface BehindProps {
  row: Record<string, unknown>;
  label: string;
  text: string;
  onDrill: (drill: string) => void;
}

function Behind({ row, label, text, onDrill }: BehindProps) {
  const drill = drillOf(row);
  if (!drill) return null;
  return (
    <Button size="compact-xs" variant="subtle" aria-label={label} onClick={() => onDrill(drill)}>
      {text}
    </Button>
  );
}
