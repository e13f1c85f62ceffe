/** The values of one list: renamed in both languages, moved, retired and taken up again, and further ones. */
import { Button, Skeleton, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { faultsByField, Problem } from "@/api/problem";
import { cache } from "@/api/queries";
import { actOnRecord, changeRecord, createRecord } from "@/api/records";
import { useMay } from "@/components/person";
import { Tag } from "@/components/Tag";
import { Refused } from "@/records/Empty";
import { InPlace } from "@/records/InPlace";
import { relabelled } from "@/records/labels";
import { OrderedRow } from "@/records/OrderedRow";
import ordered from "@/records/ordered.module.css";
import { useProblemText } from "@/records/problemText";
import record from "@/records/record.module.css";
import { type Order, useOrder } from "@/records/useOrder";
import { useSaving } from "@/records/useSaving";
import { useLabels } from "@/records/words";
import { CHANGE, fetchValues, type PicklistValue, rereadLists, valuesKey, valuesPath } from "./api";
import classes from "./picklists.module.css";

const FIRST = 0;

export function Values({ list }: { list: string }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const told = useProblemText();
  const may = useMay();
  const path = valuesPath(list);
  const read = useQuery({ queryKey: valuesKey(list), queryFn: () => fetchValues(list) });
  const refused = (reason: unknown) => void notifications.show({ color: "red", message: told(reason) });
  const order = useOrder(read.data ?? [], {
    read: () => cache.getQueryData<PicklistValue[]>(valuesKey(list)) ?? [],
    send: (value, position) => changeRecord(path, encodeURIComponent(value.code), { position }, value.version),
    reread: rereadLists,
    refused,
    least: FIRST,
  });
  const act = (value: PicklistValue, verb: string) =>
    void actOnRecord(path, encodeURIComponent(value.code), verb, {}).catch(refused).then(rereadLists);
  if (read.isError) return <Refused reason={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <Skeleton height={160} />;
  const canChange = may(CHANGE);
  return (
    <>
      {read.data.length === 0 && <p className="quiet">{t("takes_anything")}</p>}
      {read.data.length > 0 && (
        <section className={record.scroll} tabIndex={0} aria-label={t("parts.values")}>
          <table className={`${record.plain} ${ordered.table}`}>
            <thead>
              <tr>
                <th>
                  <span className="unseen">{labels.field("position")}</span>
                </th>
                {["code", "label_en", "label_zh", "state"].map((each) => (
                  <th key={each}>{labels.field(each)}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {read.data.map((value) => (
                <ValueRow
                  key={value.id}
                  value={value}
                  list={list}
                  order={canChange ? order : null}
                  onAct={(verb) => act(value, verb)}
                />
              ))}
            </tbody>
          </table>
        </section>
      )}
      {canChange && <NewValue path={path} />}
    </>
  );
}

interface RowProps {
  value: PicklistValue;
  list: string;
  order: Order | null;
  onAct: (verb: string) => void;
}

function ValueRow({ value, list, order, onAct }: RowProps) {
  const { t } = useTranslation();
  const labels = useLabels();
  const path = valuesPath(list);
  const save = useSaving(value, {
    read: () => cache.getQueryData<PicklistValue[]>(valuesKey(list)),
    send: (now, body) => changeRecord(path, encodeURIComponent(now.code), body, now.version),
    reread: rereadLists,
  });
  const named = (language: "en" | "zh") => (
    <td className={ordered.wide} data-wide data-label={labels.field(`label_${language}`)}>
      {order ? (
        <InPlace
          label={t("field_of", { field: labels.field(`label_${language}`), name: value.code })}
          value={value.label[language] ?? ""}
          maxLength={100}
          mayBeEmpty={language === "zh"}
          onSave={(text) => save(({ label }) => ({ label: relabelled(label, language, text) }))}
        />
      ) : (
        <span className={ordered.text}>{value.label[language] ?? "–"}</span>
      )}
    </td>
  );
  const verb = value.retired ? "reinstate" : "retire";
  return (
    <OrderedRow id={value.id} name={value.label.en} order={order} isQuiet={value.retired}>
      <td className={ordered.text} data-label={labels.field("code")}>
        {value.code}
      </td>
      {named("en")}
      {named("zh")}
      <td className={ordered.text}>
        {value.retired && <Tag tone="grey">{labels.field("retired")}</Tag>}{" "}
        {order && (
          <Button
            size="compact-sm"
            variant="default"
            aria-label={t("do_named", { verb: labels.verb(verb), name: value.code })}
            onClick={() => onAct(verb)}
          >
            {labels.verb(verb)}
          </Button>
        )}
      </td>
    </OrderedRow>
  );
}

const EMPTY = { code: "", en: "", zh: "" };

function NewValue({ path }: { path: string }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const told = useProblemText();
  const [typed, setTyped] = useState(EMPTY);
  const [faults, setFaults] = useState<Record<string, string>>({});
  const add = async (event: FormEvent) => {
    event.preventDefault();
    const { code, en, zh } = typed;
    const label = en || zh ? { label: { en: en || code, ...(zh ? { zh } : {}) } } : {};
    try {
      await createRecord(path, { code, ...label });
      setTyped(EMPTY);
      setFaults({});
      await rereadLists();
    } catch (reason) {
      const found = reason instanceof Problem ? faultsByField(reason) : {};
      setFaults(Object.keys(found).length > 0 ? found : { code: told(reason) });
    }
  };
  const input = (name: keyof typeof EMPTY, label: string, error?: string) => (
    <TextInput
      label={label}
      value={typed[name]}
      maxLength={100}
      required={name === "code"}
      error={error}
      onChange={({ currentTarget: { value } }) => setTyped((held) => ({ ...held, [name]: value }))}
    />
  );
  return (
    <form onSubmit={add} className={classes.adding} aria-label={t("further_value")}>
      {input("code", labels.field("code"), faults.code)}
      {input("en", labels.field("label_en"), faults.label)}
      {input("zh", labels.field("label_zh"))}
      <Button type="submit" variant="default" w="fit-content">
        {t("add")}
      </Button>
    </form>
  );
}
