import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useWritten } from "@/i18n/format";
import type { Row } from "@/records/contract";
import { Refused } from "@/records/Empty";
import classes from "@/records/record.module.css";
import { fetchRecordsBehind, type Parameters, type ReportKind } from "./api";

/** The noun of a record is told by what only that noun has. */
function nounOf(row: Row): string | null {
  if ("stage" in row) return "opportunities";
  if ("fulfilment" in row || "invoiced" in row) return "orders";
  if ("happened_at" in row || "happened_on" in row) return "activities";
  if ("spent_on" in row) return "expenses";
  return null;
}

/** The records that make up one figure, as far as one may see them. */
export function Behind({ kind, parameters, drill }: { kind: ReportKind; parameters: Parameters; drill: string }) {
  const { t } = useTranslation();
  const written = useWritten();
  const read = useQuery({
    queryKey: ["reports", kind.id, "records", parameters, drill],
    queryFn: () => fetchRecordsBehind(kind, parameters, drill),
  });
  if (read.isPending) return <Skeleton height={120} />;
  if (read.isError) return <Refused reason={read.error} onRetry={() => void read.refetch()} />;
  if (read.data.length === 0) return <p className="quiet">{t("nothing_matches")}</p>;
  return (
    <table className={classes.plain}>
      <tbody>
        {read.data.map((row, place) => {
          const noun = nounOf(row);
          const text = String(row.name ?? row.number ?? row.subject ?? row.product ?? row.id ?? place + 1);
          const { customer } = row as { customer?: { name?: string } | string | null };
          return (
            <tr key={row.id ?? place}>
              <td>{noun ? <Link to={`/${noun}/${row.id}`}>{text}</Link> : text}</td>
              <td className="quiet">{typeof customer === "string" ? customer : customer?.name}</td>
              <td className="number">{row.amount ? written.money(row.amount, row.currency) : ""}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
