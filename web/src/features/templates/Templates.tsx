/** The Word files that documents are made from: fetched, changed elsewhere and sent back; a broken one says where. */
import { Button, Skeleton } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { cache } from "@/api/queries";
import { createRecord, searchRecords } from "@/api/records";
import { useMay } from "@/components/person";
import { useNoun } from "@/records/contract";
import { Refused } from "@/records/Empty";
import { Form } from "@/records/Form";
import record from "@/records/record.module.css";
import { useLabels } from "@/records/words";
import { MAY, PATH, type Template } from "./api";
import { OneTemplate } from "./OneTemplate";
import classes from "./templates.module.css";

export default function Templates() {
  const { t } = useTranslation();
  const labels = useLabels();
  const may = useMay();
  const [isNew, setNew] = useState(false);
  const read = useQuery({
    queryKey: ["records", "document-templates", "every"],
    queryFn: () => searchRecords<Template>(PATH, { sort: ["name"], limit: 200 }),
  });
  const reread = () => cache.invalidateQueries({ queryKey: ["records", "document-templates"] });
  if (read.isError) return <Refused reason={read.error} onRetry={() => void read.refetch()} />;
  return (
    <>
      <div className={record.head}>
        <h1>{labels.noun("document-templates")}</h1>
        <span className={record.space} />
        {may(MAY.create) && !isNew && (
          <Button leftSection={<IconPlus size={16} />} onClick={() => setNew(true)}>
            {t("new_of", { one: labels.one("document-templates") })}
          </Button>
        )}
      </div>
      <p className="quiet">{t("template.hint", { open: "{{", close: "}}" })}</p>
      {isNew && (
        <NewTemplate
          onCancel={() => setNew(false)}
          onMade={async () => {
            setNew(false);
            await reread();
          }}
        />
      )}
      {read.isPending && <Skeleton height={200} />}
      {read.data?.data.length === 0 && <p className="quiet">{t("template.none")}</p>}
      <ul className={classes.list}>
        {read.data?.data.map((each) => (
          <li key={each.id}>
            <OneTemplate template={each} onChanged={reread} />
          </li>
        ))}
      </ul>
    </>
  );
}

/** It begins with the Word file that the product comes with. */
function NewTemplate({ onCancel, onMade }: { onCancel: () => void; onMade: () => Promise<void> }) {
  const { t } = useTranslation();
  const noun = useNoun("document-templates");
  const fields = ["name", "kind"]
    .map((name) => noun.create?.fields.find((each) => each.name === name))
    .filter((each) => each !== undefined);
  return (
    <div className={`card ${record.panel} ${classes.form}`}>
      <p className="quiet">{t("template.begins")}</p>
      <Form
        fields={fields}
        submit={t("create")}
        onCancel={onCancel}
        send={async (values) => {
          await createRecord<Template>(PATH, values);
          await onMade();
        }}
      />
    </div>
  );
}
