/** One field of the company's own: renamed, demanded or not, given another default, retired and taken up again. */
import { Button, Checkbox } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { cache } from "@/api/queries";
import { changeRecord } from "@/api/records";
import { useMay } from "@/components/person";
import { Tag } from "@/components/Tag";
import { YesOrNo } from "@/records/FieldInput";
import { InPlace } from "@/records/InPlace";
import { relabelled } from "@/records/labels";
import { OrderedRow } from "@/records/OrderedRow";
import ordered from "@/records/ordered.module.css";
import { useFaultText } from "@/records/problemText";
import type { Order } from "@/records/useOrder";
import { type Save, useSaving } from "@/records/useSaving";
import { useLabels } from "@/records/words";
import { type CustomField, defaultOf, keyOf, MAY, PATH, rereadFields } from "./api";
import classes from "./fields.module.css";

interface Props {
  field: CustomField;
  order: Order | null;
  onAct: (verb: string) => void;
}

/** Of these a default is written as a text; others are set where the field is defined, or by the API. */
const WRITTEN = new Set([
  "text",
  "long_text",
  "integer",
  "decimal",
  "money",
  "date",
  "choice",
  "email",
  "phone",
  "url",
]);

export function FieldRow({ field, order, onAct }: Props) {
  const { t } = useTranslation();
  const labels = useLabels();
  const may = useMay();
  const canChange = order !== null && !field.retired;
  const save = useSaving(field, {
    read: () => cache.getQueryData<{ data: CustomField[] }>(keyOf(field.entity))?.data,
    send: (now, body) => changeRecord(PATH, now.id, body, now.version),
    reread: rereadFields,
  });
  const of = (name: string) => t("field_of", { field: labels.field(name), name: field.code });
  const named = (language: "en" | "zh") => (
    <td className={ordered.wide} data-wide data-label={labels.field(`label_${language}`)}>
      {canChange ? (
        <InPlace
          label={of(`label_${language}`)}
          value={field.label[language] ?? ""}
          maxLength={100}
          mayBeEmpty={language === "zh"}
          onSave={(text) => save(({ label }) => ({ label: relabelled(label, language, text) }))}
        />
      ) : (
        <span className={ordered.text}>{field.label[language] ?? "–"}</span>
      )}
    </td>
  );
  const verb = field.retired ? "reinstate" : "retire";
  return (
    <OrderedRow id={field.id} name={field.label.en} order={canChange ? order : null} isQuiet={field.retired}>
      {named("en")}
      {named("zh")}
      <td className={ordered.text} data-label={labels.field("code")}>
        {field.code}
      </td>
      <td className={ordered.text} data-label={labels.field("type")}>
        <Kind field={field} />
      </td>
      <td data-label={labels.field("required")}>
        <Required field={field} label={of("required")} save={canChange ? save : null} />
      </td>
      <td className={ordered.wide} data-wide data-label={labels.field("default")}>
        {canChange && !field.multiple && WRITTEN.has(field.type) ? (
          <InPlace
            label={of("default")}
            value={field.default === null ? "" : String(field.default)}
            mayBeEmpty
            onSave={(text) => save(() => ({ default: defaultOf(field.type, text) }))}
          />
        ) : canChange && field.type === "boolean" ? (
          <DefaultOfFlag field={field} label={of("default")} save={save} />
        ) : (
          <span className={ordered.text}>{field.default === null ? "–" : String(field.default)}</span>
        )}
      </td>
      <td className={ordered.text}>
        {field.retired && <Tag tone="grey">{labels.field("retired")}</Tag>}{" "}
        {may(MAY[verb]) && (
          <Button
            size="compact-sm"
            variant="default"
            aria-label={t("do_named", { verb: labels.verb(verb), name: field.code })}
            onClick={() => onAct(verb)}
          >
            {labels.verb(verb)}
          </Button>
        )}
      </td>
    </OrderedRow>
  );
}

/** What it holds, which never changes: with the list, the records or the currency that belong to it. */
function Kind({ field }: { field: CustomField }) {
  const labels = useLabels();
  const about = field.picklist ?? (field.references ? labels.choice(field.references) : field.currency);
  return (
    <>
      {labels.choice(field.type)}
      {about && <span className="quiet">{` · ${about}`}</span>}
      {field.multiple && <span className="quiet">{` · ${labels.field("multiple")}`}</span>}
    </>
  );
}

/** Yes, no, or none: then a record says neither until somebody says it. */
function DefaultOfFlag({ field, label, save }: { field: CustomField; label: string; save: Save<CustomField> }) {
  const told = useFaultText();
  const [refusal, setRefusal] = useState("");
  const choose = (value: boolean | null) =>
    save(() => ({ default: value }))
      .then(() => setRefusal(""))
      .catch((reason: unknown) => setRefusal(told(reason)));
  return (
    <YesOrNo
      aria-label={label}
      value={field.default}
      onChange={(value) => void choose(value)}
      error={refusal || undefined}
    />
  );
}

interface RequiredProps {
  field: CustomField;
  label: string;
  save: Save<CustomField> | null;
}

function Required({ field, label, save }: RequiredProps) {
  const told = useFaultText();
  const [refusal, setRefusal] = useState("");
  const [wanted, setWanted] = useState<boolean | null>(null);
  const choose = async (required: boolean) => {
    setWanted(required);
    try {
      await save?.(() => ({ required }));
      setRefusal("");
    } catch (reason) {
      setRefusal(told(reason));
    }
    setWanted(null);
  };
  return (
    <div className={classes.check}>
      <Checkbox
        aria-label={label}
        checked={wanted ?? field.required}
        disabled={!save}
        error={refusal || undefined}
        onChange={(event) => void choose(event.currentTarget.checked)}
      />
    </div>
  );
}
