/** The managed lists of the company: what their values are called in both languages, and in which order they are offered. */
import { Button, Select, Skeleton } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { cache } from "@/api/queries";
import { changeRecord } from "@/api/records";
import { useMay } from "@/components/person";
import { Tag } from "@/components/Tag";
import { Refused } from "@/records/Empty";
import { InPlace } from "@/records/InPlace";
import { relabelled, saidIn } from "@/records/labels";
import record from "@/records/record.module.css";
import { useSaving } from "@/records/useSaving";
import { useLabels } from "@/records/words";
import { CHANGE, fetchPicklists, type Picklist, rereadLists } from "./api";
import { NewPicklist } from "./NewPicklist";
import classes from "./picklists.module.css";
import { Values } from "./Values";

const KEY = ["records", "picklists", "every"];

export default function Picklists() {
  const { t, i18n } = useTranslation();
  const labels = useLabels();
  const may = useMay();
  const [params, setParams] = useSearchParams();
  const [isNew, setNew] = useState(false);
  const read = useQuery({ queryKey: KEY, queryFn: fetchPicklists });
  if (read.isError) return <Refused reason={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <Skeleton height={300} />;
  const lists = read.data;
  const chosen = lists.find((each) => each.code === params.get("list")) ?? lists[0];
  const choose = (code: string) => setParams({ list: code }, { replace: true });
  return (
    <>
      <div className={record.head}>
        <h1>{labels.noun("picklists")}</h1>
        <span className={record.space} />
        {may("gateway.picklist:create") && (
          <Button leftSection={<IconPlus size={16} />} onClick={() => setNew(true)}>
            {t("new_of", { one: labels.one("picklists") })}
          </Button>
        )}
      </div>
      <div className={classes.columns}>
        <nav className={`card ${classes.lists}`} aria-label={labels.noun("picklists")}>
          {lists.map((each) => (
            <button
              key={each.id}
              type="button"
              className={classes.list}
              aria-pressed={each === chosen}
              onClick={() => choose(each.code)}
            >
              <strong>{saidIn(i18n.language, each.label)}</strong>
              <span className="quiet">{each.code}</span>
            </button>
          ))}
        </nav>
        <Select
          className={classes.onPhone}
          label={labels.field("picklist")}
          data={lists.map((each) => ({ value: each.code, label: saidIn(i18n.language, each.label) }))}
          value={chosen?.code ?? null}
          onChange={(code) => code && choose(code)}
          allowDeselect={false}
          searchable
        />
        {chosen && <OneList key={chosen.code} list={chosen} />}
      </div>
      {isNew && (
        <NewPicklist
          onClose={() => setNew(false)}
          onMade={async (made) => {
            await rereadLists();
            choose(made.code);
            setNew(false);
          }}
        />
      )}
    </>
  );
}

function OneList({ list }: { list: Picklist }) {
  const { t, i18n } = useTranslation();
  const labels = useLabels();
  const may = useMay();
  const name = saidIn(i18n.language, list.label);
  const save = useSaving(list, {
    read: () => cache.getQueryData<Picklist[]>(KEY),
    send: (now, body) => changeRecord("/v1/picklists", encodeURIComponent(now.code), body, now.version),
    reread: rereadLists,
  });
  const rename = (language: "en" | "zh") => (text: string) =>
    save(({ label }) => ({ label: relabelled(label, language, text) }));
  return (
    <section className={`card ${record.panel} ${record.stack}`} aria-label={name}>
      <div className={record.titles}>
        <h2>{name}</h2>
        {list.shipped && <Tag tone="grey">{t("comes_with_product")}</Tag>}
      </div>
      {may(CHANGE) && (
        <div className={classes.names}>
          <InPlace
            label={t("field_of", { field: labels.field("label_en"), name: list.code })}
            value={list.label.en}
            maxLength={100}
            onSave={rename("en")}
          />
          <InPlace
            label={t("field_of", { field: labels.field("label_zh"), name: list.code })}
            value={list.label.zh ?? ""}
            placeholder={labels.field("label_zh")}
            maxLength={100}
            mayBeEmpty
            onSave={rename("zh")}
          />
        </div>
      )}
      <Values list={list.code} />
    </section>
  );
}
