/** The fields that the company added to its records, kind by kind, in the order in which they are shown. */
import { Button, Select, Skeleton } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { cache } from "@/api/queries";
import { actOnRecord, changeRecord } from "@/api/records";
import { useMay } from "@/components/person";
import { useNoun } from "@/records/contract";
import { Refused } from "@/records/Empty";
import ordered from "@/records/ordered.module.css";
import { lastPosition } from "@/records/placing";
import { useProblemText } from "@/records/problemText";
import record from "@/records/record.module.css";
import { useOrder } from "@/records/useOrder";
import { useLabels } from "@/records/words";
import { type CustomField, fetchFields, keyOf, MAY, PATH, rereadFields } from "./api";
import { FieldRow } from "./FieldRow";
import classes from "./fields.module.css";
import { NewField } from "./NewField";

const FIRST = 0;
const FALLBACK = "customers";

export default function CustomFields() {
  const { t } = useTranslation();
  const labels = useLabels();
  const may = useMay();
  const noun = useNoun("custom-fields");
  const [params, setParams] = useSearchParams();
  const [isNew, setNew] = useState(false);
  const entity = params.get("of") ?? FALLBACK;
  const read = useQuery({ queryKey: keyOf(entity), queryFn: () => fetchFields(entity) });
  const entities = noun.create?.fields.find((each) => each.name === "entity")?.choices ?? ENTITIES;
  return (
    <>
      <div className={record.head}>
        <h1>{labels.noun("custom-fields")}</h1>
        <span className={record.space} />
        {may(MAY.create) && (
          <Button leftSection={<IconPlus size={16} />} onClick={() => setNew(true)}>
            {t("new_of", { one: labels.one("custom-fields") })}
          </Button>
        )}
      </div>
      <Select
        className={classes.entity}
        label={t("kind_of_record")}
        data={entities.map((each) => ({ value: each, label: labels.choice(each) }))}
        value={entity}
        onChange={(value) => value && setParams({ of: value }, { replace: true })}
        allowDeselect={false}
        searchable
      />
      {read.isError && <Refused reason={read.error} onRetry={() => void read.refetch()} />}
      {read.isPending && <Skeleton height={200} />}
      {read.data?.data.length === 0 && <p className="quiet">{t("no_custom_fields")}</p>}
      {read.data && read.data.data.length > 0 && <Fields entity={entity} fields={read.data.data} />}
      {isNew && (
        <NewField
          entity={entity}
          entities={entities}
          position={lastPosition(read.data?.data ?? [])}
          onClose={() => setNew(false)}
          onMade={async () => {
            setNew(false);
            await rereadFields();
          }}
        />
      )}
    </>
  );
}

/** Whose records take fields of the company's own; the API says so when a field is added to others. */
const ENTITIES = [
  "customers",
  "contacts",
  "leads",
  "opportunities",
  "quotations",
  "orders",
  "products",
  "visits",
  "plans",
  "schedules",
  "agreements",
  "requests",
];

/** A retired field takes no change, not even of its place. */
function inUse(fields: CustomField[]): CustomField[] {
  return fields.filter((each) => !each.retired);
}

function Fields({ entity, fields }: { entity: string; fields: CustomField[] }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const told = useProblemText();
  const may = useMay();
  const refused = (reason: unknown) => void notifications.show({ color: "red", message: told(reason) });
  const order = useOrder(inUse(fields), {
    read: () => inUse(cache.getQueryData<{ data: CustomField[] }>(keyOf(entity))?.data ?? []),
    send: (field, position) => changeRecord(PATH, field.id, { position }, field.version),
    reread: rereadFields,
    refused,
    least: FIRST,
  });
  return (
    <section className={`card ${record.scroll}`} tabIndex={0} aria-label={labels.choice(entity)}>
      <table className={`${record.plain} ${ordered.table}`}>
        <thead>
          <tr>
            <th>
              <span className="unseen">{labels.field("position")}</span>
            </th>
            {["label_en", "label_zh", "code", "type", "required", "default"].map((each) => (
              <th key={each}>{labels.field(each)}</th>
            ))}
            <th>
              <span className="unseen">{t("more_actions")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {fields.map((field) => (
            <FieldRow
              key={field.id}
              field={field}
              order={may(MAY.change) ? order : null}
              onAct={(verb) => void actOnRecord(PATH, field.id, verb, {}).catch(refused).then(rereadFields)}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}
