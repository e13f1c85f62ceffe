/** Why somebody may or may not see a record, rule by rule, as the service decides it. */
import { Alert, Select, Skeleton } from "@mantine/core";
import { IconCheck, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { ask, type Schemas } from "@/api/client";
import { useMay, usePerson } from "@/components/person";
import { NOUNS } from "@/records/contract";
import { Refused } from "@/records/Empty";
import { RecordSelect } from "@/records/RecordSelect";
import record from "@/records/record.module.css";
import { useLabels } from "@/records/words";
import classes from "./why.module.css";

const ASKED = [
  "opportunities",
  "leads",
  "customers",
  "contacts",
  "quotations",
  "orders",
  "activities",
  "visits",
  "expenses",
];

export default function Why() {
  const { t } = useTranslation();
  const labels = useLabels();
  const may = useMay();
  const me = usePerson();
  const [params, setParams] = useSearchParams();
  const noun = params.get("noun") ?? "opportunities";
  const user = params.get("user") ?? me.id ?? null;
  const id = params.get("record");
  const put = (next: Record<string, string | null>) =>
    setParams((held) => {
      const changed = new URLSearchParams(held);
      for (const [name, value] of Object.entries(next)) {
        if (value) changed.set(name, value);
        else changed.delete(name);
      }
      return changed;
    });
  return (
    <>
      <h1>{t("places.why")}</h1>
      <p className="quiet">{t("why_hint")}</p>
      <div className={classes.question}>
        <RecordSelect
          noun="people"
          label={t("fields.person")}
          value={user}
          onChange={(value) => put({ user: value })}
        />
        <Select
          label={t("kind_of_record")}
          data={ASKED.filter((each) => may(NOUNS[each]?.right)).map((each) => ({
            value: each,
            label: labels.noun(each),
          }))}
          value={noun}
          onChange={(value) => put({ noun: value, record: null })}
        />
        <RecordSelect
          key={noun}
          noun={noun}
          label={labels.one(noun)}
          value={id}
          onChange={(value) => put({ record: value })}
        />
      </div>
      {user && id && <Answer user={user} path={`/v1/${noun}/${id}`} />}
    </>
  );
}

function Answer({ user, path }: { user: string; path: string }) {
  const { t, i18n } = useTranslation();
  const read = useQuery({
    queryKey: ["why", user, path, i18n.language],
    queryFn: () => ask<Schemas["ExplanationView"]>("GET", "/v1/access/explain", { query: { user, record: path } }),
  });
  if (read.isPending) return <Skeleton height={160} />;
  if (read.isError) return <Refused reason={read.error} onRetry={() => void read.refetch()} />;
  const { may, sentence, chain } = read.data;
  return (
    <section className={`card ${record.panel} ${record.stack}`}>
      <Alert color={may ? "teal" : "red"} title={may ? t("may_see") : t("may_not_see")}>
        {sentence}
      </Alert>
      <ol className={classes.chain}>
        {chain?.map((link) => (
          <li key={`${link.rule}${link.sentence}`} data-holds={link.holds || undefined}>
            {link.holds ? <IconCheck size={16} aria-hidden /> : <IconX size={16} aria-hidden />}
            <span>
              <span className="unseen">{link.holds ? t("holds") : t("holds_not")} </span>
              {link.sentence}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
