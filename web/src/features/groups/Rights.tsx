/** What a group may do: a row for each noun, a column for each reach. */
import { Button, Skeleton } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMay } from "@/components/person";
import type { Row } from "@/records/contract";
import classes from "@/records/record.module.css";
import { useLabels } from "@/records/words";

export interface Grant {
  right: string;
  reach: string;
}

export const REACHES = ["own", "subordinates", "unit", "subtree", "all"];

/** sales.opportunity:read → ["sales.opportunity", "read"] */
function split(right: string): [string, string] {
  const [noun = "", verb = ""] = right.split(":");
  return [noun, verb];
}

const RightsMatrix = lazy(() => import("./RightsMatrix").then((each) => ({ default: each.RightsMatrix })));

export default function Rights({ row }: { row: Row }) {
  const { t } = useTranslation();
  const may = useMay();
  const [isChanging, setChanging] = useState(false);
  if (isChanging)
    return (
      <Suspense fallback={<Skeleton height={240} />}>
        <RightsMatrix row={row} onDone={() => setChanging(false)} />
      </Suspense>
    );
  return (
    <div className={classes.stack}>
      {may("gateway.group:grant") && may("gateway.group:revoke") && (
        <Button variant="default" w="fit-content" onClick={() => setChanging(true)}>
          {t("change_rights")}
        </Button>
      )}
      <Granted row={row} />
    </div>
  );
}

function Granted({ row }: { row: Row }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const grants = (row.grants as Grant[] | undefined) ?? [];
  const nouns = [...new Set(grants.map((each) => split(each.right)[0]))].sort();
  const verbs = (noun: string, reach: string) =>
    grants
      .filter((each) => split(each.right)[0] === noun && each.reach === reach)
      .map((each) => split(each.right)[1])
      .map((verb) => (verb === "" || verb === "*" ? labels.choice("all") : verb.replaceAll("_", " ")))
      .sort()
      .join(", ");
  if (grants.length === 0) return <p className="quiet">{t("nothing_here")}</p>;
  return (
    <section className={classes.scroll} tabIndex={0} aria-label={t("parts.rights")}>
      <table className={classes.plain}>
        <thead>
          <tr>
            <th>{labels.field("right")}</th>
            {REACHES.map((each) => (
              <th key={each}>{labels.choice(each)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {nouns.map((noun) => (
            <tr key={noun}>
              <th scope="row">{noun}</th>
              {REACHES.map((reach) => (
                <td key={reach}>{verbs(noun, reach)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
