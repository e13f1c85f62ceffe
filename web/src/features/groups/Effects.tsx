/** Whom a change of a group would touch, and what it would open and close to them. */
import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { ask } from "@/api/client";
import { useProblemText } from "@/records/problemText";
import classes from "@/records/record.module.css";
import type { Grant } from "./Rights";

interface Effect {
  user: { id: string; name: string };
  rights_gained: string[];
  rights_lost: string[];
  nouns: { noun: string; opened: { count: number }; closed: { count: number } }[];
}

export function Effects({ group, grant, revoke }: { group: string; grant: Grant[]; revoke: Grant[] }) {
  const { t } = useTranslation();
  const told = useProblemText();
  const change = {
    group,
    ...(grant.length > 0 ? { grant } : {}),
    ...(revoke.length > 0 ? { revoke } : {}),
  };
  const read = useQuery({
    queryKey: ["simulation", change],
    queryFn: () =>
      ask<{ data: Effect[]; next: string | null }>("POST", "/v1/access/simulate", { body: { change, limit: 20 } }),
    gcTime: 0,
  });
  if (read.isError) return <p role="alert">{told(read.error)}</p>;
  if (!read.data) return <Skeleton height={120} />;
  if (read.data.data.length === 0) return <p className="quiet">{t("touches_nobody")}</p>;
  return (
    <section className={classes.scroll} tabIndex={0} aria-label={t("effects")}>
      <table className={classes.plain}>
        <thead>
          <tr>
            <th>{t("fields.person")}</th>
            <th>{t("rights_gained")}</th>
            <th>{t("rights_lost")}</th>
            <th>{t("records")}</th>
          </tr>
        </thead>
        <tbody>
          {read.data.data.map((each) => (
            <tr key={each.user.id}>
              <th scope="row">{each.user.name}</th>
              <td>{each.rights_gained.join(", ")}</td>
              <td>{each.rights_lost.join(", ")}</td>
              <td>
                {each.nouns
                  .map((one) =>
                    t("opened_closed", { noun: one.noun, opened: one.opened.count, closed: one.closed.count }),
                  )
                  .join("; ")}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {read.data.next && <p className="quiet">{t("and_more_people")}</p>}
    </section>
  );
}
