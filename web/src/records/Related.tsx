/** Records of another noun that belong to this one. */
import { Button, Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { fetchPart, type Page } from "@/api/records";
import { useMay } from "@/components/person";
import { Cell, isNumeric } from "./Cell";
import { fieldOf, type Noun, type Row, titleOf, useNoun } from "./contract";
import { Refused } from "./Empty";
import classes from "./record.module.css";
import { useColumnNames } from "./useList";
import { useLabels } from "./words";

interface Props {
  noun: Noun;
  id: string;
  part: string;
  related: string;
}

export function Related({ noun, id, part, related }: Props) {
  const { t } = useTranslation();
  const other = useNoun(related);
  const labels = useLabels();
  const may = useMay();
  const read = useQuery({
    queryKey: ["records", related, "of", noun.key, id],
    queryFn: () => fetchPart<Page<Row>>(noun.path, id, part),
  });
  const own = [noun.key.replace(/ies$/, "y").replace(/s$/, "")];
  const columns = other.display.columns.filter((each) => !own.includes(each.replace(/_id$/, ""))).slice(0, 6);
  const rows = read.data?.data ?? [];
  const names = useColumnNames(other, columns, rows);
  if (read.isPending) return <Skeleton height={80} />;
  if (read.isError) return <Refused reason={read.error} onRetry={() => void read.refetch()} />;
  const fields = columns.map((each) => fieldOf(other, each)).filter((each) => each !== undefined);
  const takes = other.create?.fields.some((each) => each.name === `${own[0]}_id`);
  return (
    <div className={classes.stack}>
      {takes && may(other.create?.right) && (
        <Button component={Link} to={`/${related}/new?${own[0]}_id=${id}`} variant="default" w="fit-content">
          {t("new_of", { one: labels.one(related) })}
        </Button>
      )}
      {rows.length === 0 ? (
        <p className="quiet">{t("nothing_yet", { noun: labels.noun(related) })}</p>
      ) : (
        <section className={classes.scroll} tabIndex={0} aria-label={labels.noun(related)}>
          <table className={classes.plain}>
            <thead>
              <tr>
                {fields.map((field) => (
                  <th key={field.name} className={isNumeric(field) ? "number" : undefined}>
                    {labels.field(field.name)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.id}>
                  {fields.map((field) => (
                    <td key={field.name} className={isNumeric(field) ? "number" : undefined}>
                      {field.name === other.display.title && other.one ? (
                        <Link to={`/${related}/${row.id}`}>{titleOf(other, row)}</Link>
                      ) : (
                        <Cell field={field} row={row} names={names} />
                      )}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </div>
  );
}
