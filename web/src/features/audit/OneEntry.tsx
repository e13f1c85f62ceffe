/** One entry of the trail: what it means, what it changed, what else it says, and where it stands in its chain. */
import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useWritten } from "@/i18n/format";
import { isNoun } from "@/records/contract";
import record from "@/records/record.module.css";
import { useLabels } from "@/records/words";
import type { Entry } from "./api";
import classes from "./audit.module.css";

/** tenon.sales.price_list.withdrawn.v1 is about one of the price-lists. */
function nounOf(kind: string): string {
  const one = (kind.split(".")[2] ?? "").replaceAll("_", "-");
  if (one === "person") return "people";
  return [`${one}s`, one.replace(/y$/, "ies")].find(isNoun) ?? "";
}

function said(value: unknown): string {
  if (value === null || value === undefined || value === "") return "–";
  return typeof value === "object" ? JSON.stringify(value, null, 1) : String(value);
}

interface Props {
  entry: Entry;
  about?: string;
  onAllOf: () => void;
}

export function OneEntry({ entry, about, onAllOf }: Props) {
  const { t } = useTranslation();
  const labels = useLabels();
  const written = useWritten();
  const noun = nounOf(entry.kind);
  const changes = Object.entries(entry.changes);
  const details = Object.entries(entry.details);
  return (
    <div className={record.stack}>
      <h2>{entry.kind}</h2>
      {about && <p className="quiet">{about}</p>}
      <p>{t("audit.who_when", { who: entry.actor?.name ?? t("the_system"), when: written.moment(entry.at) })}</p>
      <div className={record.actions}>
        {noun && (
          <Button component={Link} to={`/${noun}/${entry.record_id}`} variant="default">
            {t("audit.to_record")}
          </Button>
        )}
        <Button variant="default" onClick={onAllOf}>
          {t("audit.all_of_record")}
        </Button>
      </div>
      <h3>{labels.field("changes")}</h3>
      {changes.length === 0 && <p className="quiet">{t("audit.changed_nothing")}</p>}
      {changes.length > 0 && (
        <table className={record.plain} aria-label={labels.field("changes")}>
          <thead>
            <tr>
              <th>{t("audit.what")}</th>
              <th>{t("audit.before")}</th>
              <th>{t("audit.after")}</th>
            </tr>
          </thead>
          <tbody>
            {changes.map(([name, { before, after }]) => (
              <tr key={name}>
                <th scope="row">{labels.field(name)}</th>
                <td className={classes.value}>{said(before)}</td>
                <td className={classes.value}>{said(after)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {details.length > 0 && (
        <>
          <h3>{labels.field("details")}</h3>
          <table className={record.plain} aria-label={labels.field("details")}>
            <tbody>
              {details.map(([name, value]) => (
                <tr key={name}>
                  <th scope="row">{labels.field(name)}</th>
                  <td className={classes.value}>{said(value)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
      <h3>{t("audit.place")}</h3>
      <p>
        {entry.position === null
          ? t("audit.not_chained")
          : t("audit.place_of", { service: entry.service, position: written.number(entry.position) })}
      </p>
      {entry.hash && <div className={classes.hash}>{entry.hash}</div>}
    </div>
  );
}
