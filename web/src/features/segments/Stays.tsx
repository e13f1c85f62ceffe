/** Who is in a segment, and who was: since when, until when. */
import { Button, Skeleton } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { fetchPart, type Page } from "@/api/records";
import { useWritten } from "@/i18n/format";
import type { Noun, Row } from "@/records/contract";
import { Refused } from "@/records/Empty";
import classes from "@/records/record.module.css";
import { useLabels } from "@/records/words";

interface Stay extends Row {
  customer: { id: string; name: string } | null;
  entered_at: string;
  left_at: string | null;
}

type Read = Page<Stay> & { as_of?: { at: string | null } };

export function Members({ noun, row }: { noun: Noun; row: Row }) {
  return <Stays noun={noun} row={row} part="members" />;
}

export function AllStays({ noun, row }: { noun: Noun; row: Row }) {
  return <Stays noun={noun} row={row} part="stays" />;
}

function Stays({ noun, row, part }: { noun: Noun; row: Row; part: "members" | "stays" }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const written = useWritten();
  const read = useInfiniteQuery({
    queryKey: ["records", noun.key, row.id, part, row.version],
    initialPageParam: "",
    queryFn: ({ pageParam }) => fetchPart<Read>(noun.path, row.id, part, { cursor: pageParam }),
    getNextPageParam: (page) => page.next,
  });
  if (read.isPending) return <Skeleton height={80} />;
  if (read.isError) return <Refused reason={read.error} onRetry={() => void read.refetch()} />;
  const stays = read.data.pages.flatMap((page) => page.data);
  const asOf = read.data.pages.at(-1)?.as_of?.at;
  const fields = part === "stays" ? ["customer", "entered_at", "left_at"] : ["customer", "entered_at"];
  return (
    <div className={classes.stack}>
      {stays.length === 0 ? (
        <p className="quiet">{t("segments.nobody")}</p>
      ) : (
        <section className={classes.scroll} tabIndex={0} aria-label={t(`parts.${part}`)}>
          <table className={classes.plain}>
            <thead>
              <tr>
                {fields.map((name) => (
                  <th key={name}>{labels.field(name)}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {stays.map((stay) => (
                <tr key={stay.id}>
                  <td>
                    {stay.customer ? <Link to={`/customers/${stay.customer.id}`}>{stay.customer.name}</Link> : "–"}
                  </td>
                  <td>{written.moment(stay.entered_at)}</td>
                  {part === "stays" && <td>{stay.left_at ? written.moment(stay.left_at) : t("segments.still_in")}</td>}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {read.hasNextPage && (
        <Button variant="subtle" onClick={() => void read.fetchNextPage()}>
          {t("older")}
        </Button>
      )}
      {asOf && <p className="quiet">{t("as_of", { when: written.moment(asOf) })}</p>}
    </div>
  );
}
