/** The three ways in which there is nothing to see, and what to do about each. */
import { Button } from "@mantine/core";
import { IconFilterOff, IconInbox, IconLock } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { Problem } from "@/api/problem";
import { useMay } from "@/components/person";
import type { Noun } from "./contract";
import classes from "./list.module.css";
import { useProblemText } from "./problemText";
import { useLabels } from "./words";

export function Empty({ noun, isNarrowed, onClear }: { noun: Noun; isNarrowed: boolean; onClear: () => void }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const may = useMay();
  if (isNarrowed)
    return (
      <div className={classes.empty}>
        <IconFilterOff size={30} stroke={1.3} aria-hidden />
        <h2>{t("nothing_matches")}</h2>
        <Button variant="default" onClick={onClear}>
          {t("clear_filters")}
        </Button>
      </div>
    );
  return (
    <div className={classes.empty}>
      <IconInbox size={30} stroke={1.3} aria-hidden />
      <h2>{t("nothing_yet", { noun: labels.noun(noun.key) })}</h2>
      <p className="quiet">{t("nothing_yet_hint")}</p>
      {noun.create && may(noun.create.right) && (
        <Button component={Link} to={`/${noun.key}/new`}>
          {t("new_of", { one: labels.one(noun.key) })}
        </Button>
      )}
    </div>
  );
}

export function Refused({ reason, onRetry }: { reason: unknown; onRetry: () => void }) {
  const { t } = useTranslation();
  const told = useProblemText();
  const status = reason instanceof Problem ? reason.status : 0;
  if (status === 403 || status === 404)
    return (
      <div className={classes.empty} role="alert">
        <IconLock size={30} stroke={1.3} aria-hidden />
        <h2>{status === 403 ? t("no_permission") : t("not_found")}</h2>
        <p className="quiet">{status === 403 ? t("no_permission_hint") : t("not_found_hint")}</p>
      </div>
    );
  return (
    <div className={classes.empty} role="alert">
      <h2>{t("went_wrong")}</h2>
      <p className="quiet">{told(reason)}</p>
      <Button variant="default" onClick={onRetry}>
        {t("try_again")}
      </Button>
    </div>
  );
}
