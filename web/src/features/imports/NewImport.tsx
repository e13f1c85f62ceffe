/** A new import: what is in the file, and which of its columns becomes what. It is tried before anything is kept. */
import { FileInput, Select } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { Problem } from "@/api/problem";
import { useMay } from "@/components/person";
import { Refused } from "@/records/Empty";
import record from "@/records/record.module.css";
import { useLabels } from "@/records/words";
import { ENTITIES } from "./api";
import { readSheet, type Sheet } from "./csv";
import classes from "./imports.module.css";
import { Preparing } from "./Preparing";

const CREATE = "gateway.import:create";
export default function NewImport() {
  const may = useMay();
  return may(CREATE) ? <Wizard /> : <Refused reason={new Problem(403, {})} onRetry={() => undefined} />;
}

function Wizard() {
  const { t } = useTranslation();
  const labels = useLabels();
  const may = useMay();
  const [entity, setEntity] = useState("");
  const [file, setFile] = useState<File | null>(null);
  const [sheet, setSheet] = useState<Sheet | null>(null);
  const offered = Object.keys(ENTITIES).filter((each) => may(ENTITIES[each]?.right ?? null));
  const take = async (chosen: File | null) => {
    setSheet(chosen && (await readSheet(chosen)));
    setFile(chosen);
  };
  return (
    <>
      <div className={record.head}>
        <nav className={record.crumb} aria-label={labels.noun("imports")}>
          <Link to="/imports">{labels.noun("imports")}</Link>
        </nav>
        <h1>{t("new_of", { one: labels.one("imports") })}</h1>
      </div>
      <section className={`card ${record.panel} ${classes.section}`} aria-label={t("import.what")}>
        <div className={classes.form}>
          <Select
            label={t("import.what")}
            data={offered.map((value) => ({ value, label: labels.choice(value) }))}
            value={entity || null}
            onChange={(chosen) => setEntity(chosen ?? "")}
            searchable
            required
          />
          <FileInput
            label={t("import.file")}
            description={t("import.file_hint")}
            inputWrapperOrder={["label", "input", "description", "error"]}
            accept=".csv,text/csv"
            value={file}
            onChange={(chosen) => void take(chosen)}
            required
          />
        </div>
        {sheet && sheet.rows.length === 0 && <p className="danger">{t("import.no_rows")}</p>}
      </section>
      {entity && file && sheet && sheet.rows.length > 0 && (
        <Preparing key={`${entity} ${file.name} ${file.lastModified}`} entity={entity} file={file} sheet={sheet} />
      )}
    </>
  );
}
