/** A new record of any noun. */
import { Skeleton } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useSearchParams } from "react-router";
import { Problem } from "@/api/problem";
import { cache } from "@/api/queries";
import { createRecord } from "@/api/records";
import { useMay, usePerson } from "@/components/person";
import { type Row, useNoun } from "./contract";
import { gathered, startOfOwn, useOwnFields } from "./custom";
import { Refused } from "./Empty";
import { Form } from "./Form";
import { firstRows, isEnterable } from "./nested";
import classes from "./record.module.css";
import { useLabels } from "./words";

export default function CreatePage({ nounKey }: { nounKey: string }) {
  const { t } = useTranslation();
  const noun = useNoun(nounKey);
  const labels = useLabels();
  const may = useMay();
  const go = useNavigate();
  const [params] = useSearchParams();
  const me = usePerson();
  const own = useOwnFields(noun);
  if (!noun.create || !may(noun.create.right))
    return <Refused reason={new Problem(403, {})} onRetry={() => undefined} />;
  if (own.error) return <Refused reason={own.error} onRetry={own.again} />;
  const ownFields = own.fields.filter((each) => each.isCreatable);
  const fields = [...noun.create.fields, ...ownFields]
    .filter(isEnterable)
    .toSorted((a, b) => Number(b.required ?? false) - Number(a.required ?? false));
  const blocked = noun.create.fields.filter((each) => each.required && !isEnterable(each));
  const usual = fields.some((each) => each.name === "currency") ? { currency: me.currency } : {};
  const asked = Object.fromEntries([...params].filter(([name]) => fields.some((each) => each.name === name)));
  const start = { ...usual, ...firstRows(fields), ...startOfOwn(ownFields), ...asked };
  return (
    <>
      <div className={classes.head}>
        <nav className={classes.crumb} aria-label={labels.noun(noun.key)}>
          <Link to={`/${noun.key}`}>{labels.noun(noun.key)}</Link>
        </nav>
        <h1>{t("new_of", { one: labels.one(noun.key) })}</h1>
      </div>
      <div className={`card ${classes.panel}`}>
        {blocked.length > 0 && (
          <p className="quiet">
            {t("not_by_form", { fields: blocked.map((each) => labels.field(each.name)).join(", ") })}
          </p>
        )}
        {blocked.length === 0 && own.isPending && <Skeleton height={200} />}
        {blocked.length === 0 && !own.isPending && (
          <Form
            isWide
            fields={fields}
            start={start}
            submit={t("create")}
            onCancel={() => void go(-1)}
            send={async (values) => {
              const row = await createRecord<Row>(noun.path, gathered(values));
              await cache.invalidateQueries({ queryKey: ["records", noun.key] });
              notifications.show({ message: t("created", { one: labels.one(noun.key) }) });
              void go(noun.one ? `/${noun.key}/${row.id}` : `/${noun.key}`, { replace: true });
            }}
          />
        )}
      </div>
    </>
  );
}
