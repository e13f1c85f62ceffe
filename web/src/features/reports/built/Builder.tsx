/** Building a report: its parts on the left, what it answers on the right, before anything is saved. */
import { Button, SegmentedControl, Select, Skeleton, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type FormEvent, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useParams } from "react-router";
import { cache } from "@/api/queries";
import { changeRecord, createRecord } from "@/api/records";
import { Refused } from "@/records/Empty";
import { useProblemText } from "@/records/problemText";
import record from "@/records/record.module.css";
import { Figure } from "../Figure";
import { ReportTable } from "../ReportTable";
import classes from "./built.module.css";
import { type Built, begun, type Definition, heldOf, kindOf, partsOf, preview, type Table } from "./definition";
import { useBuilt, useTables, useTitled } from "./hooks";
import { Filters, OrderAndChart } from "./Narrowing";
import { Columns, Groups, Measures } from "./Parts";

export default function Builder() {
  const { id } = useParams();
  const tables = useTables();
  if (tables.isError) return <Refused reason={tables.error} onRetry={() => void tables.refetch()} />;
  if (!tables.data) return <Skeleton height={400} />;
  return id ? <Known key={id} id={id} tables={tables.data} /> : <Form tables={tables.data} />;
}

function Known({ id, tables }: { id: string; tables: Table[] }) {
  const read = useBuilt(id);
  if (read.isError) return <Refused reason={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <Skeleton height={400} />;
  return <Form tables={tables} built={read.data} />;
}

function useSave(built: Built | undefined, held: Definition, table: Table) {
  const go = useNavigate();
  const told = useProblemText();
  const [refusal, setRefusal] = useState("");
  const [isBusy, setBusy] = useState(false);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      const body = { title: held.title, ...partsOf(held, table) };
      const saved = built
        ? await changeRecord<Built>("/v1/built-reports", built.id, body, built.version)
        : await createRecord<Built>("/v1/built-reports", { ...body, table: held.table });
      await cache.invalidateQueries({ queryKey: ["records", "built-reports"] });
      await cache.invalidateQueries({ queryKey: ["reports", saved.id] });
      void go(`/reports/built/${saved.id}`);
    } catch (reason) {
      setRefusal(told(reason));
      setBusy(false);
    }
  };
  return { save, refusal, isBusy };
}

function Form({ tables, built }: { tables: Table[]; built?: Built }) {
  const { t } = useTranslation();
  const [held, setHeld] = useState<Definition>(() => (built ? heldOf(built) : begun(tables[0] as Table)));
  const table = tables.find((each) => each.name === held.table) ?? (tables[0] as Table);
  const put = (next: Partial<Definition>) => setHeld((before) => ({ ...before, ...next }));
  const change = (name: string | null) => {
    const next = tables.find((each) => each.name === name);
    if (next) setHeld({ ...begun(next), title: held.title });
  };
  const { save, refusal, isBusy } = useSave(built, held, table);
  const parts = { held, table, onChange: put };
  return (
    <>
      <nav className={record.crumb} aria-label={t("places.reports")}>
        <Link to="/reports">{t("places.reports")}</Link>
      </nav>
      <h1>{built ? t("change_report") : t("build_report")}</h1>
      <div className={classes.columns}>
        <form className={`card ${classes.form}`} onSubmit={save}>
          <TextInput
            label={t("fields.title")}
            value={held.title}
            onChange={(event) => put({ title: event.currentTarget.value })}
            error={refusal}
            maxLength={200}
            required
          />
          <Select
            label={t("facts_about")}
            data={tables.map((each) => ({ value: each.name, label: each.title }))}
            value={table.name}
            onChange={change}
            disabled={built !== undefined}
            allowDeselect={false}
          />
          <SegmentedControl
            aria-label={t("shown_as")}
            data={[
              { value: "sums", label: t("summed_up") },
              { value: "lists", label: t("listed_each") },
            ]}
            value={held.lists ? "lists" : "sums"}
            onChange={(value) => put({ lists: value === "lists" })}
          />
          {held.lists ? (
            <Columns {...parts} />
          ) : (
            <>
              <Groups {...parts} />
              <Measures {...parts} />
            </>
          )}
          <Filters {...parts} />
          <OrderAndChart {...parts} />
          <Button type="submit" loading={isBusy} disabled={held.lists && held.columns.length === 0}>
            {t("save_report")}
          </Button>
        </form>
        <Preview held={held} table={table} />
      </div>
    </>
  );
}

function Preview({ held, table }: { held: Definition; table: Table }) {
  const { t } = useTranslation();
  const titled = useTitled();
  const told = useProblemText();
  const written = JSON.stringify(partsOf(held, table));
  const [settled] = useDebouncedValue(written, 350);
  const isEmpty = held.lists && held.columns.length === 0;
  const read = useQuery({
    queryKey: ["reports", "preview", table.name, settled],
    queryFn: async ({ signal }) => {
      const parts = JSON.parse(settled);
      return { parts, answer: await preview(table.name, parts, signal) };
    },
    enabled: !isEmpty,
    placeholderData: keepPreviousData,
    gcTime: 0,
  });
  const data = read.data;
  const kind = useMemo(
    () => data && kindOf({ id: "preview", title: held.title || table.title, parts: data.parts }, table, titled(table)),
    [data, held.title, table, titled],
  );
  if (isEmpty) return <p className="quiet">{t("choose_columns")}</p>;
  if (read.isError) return <p role="alert">{told(read.error)}</p>;
  if (!data || !kind) return <Skeleton height={320} />;
  return (
    <section className={classes.seen} aria-label={t("preview")} aria-busy={read.isFetching || settled !== written}>
      {data.answer.chart && (
        <div className={`card ${record.panel}`}>
          <Figure kind={kind} answer={data.answer} />
        </div>
      )}
      <div className="card">
        <ReportTable kind={kind} answer={data.answer} />
      </div>
    </section>
  );
}
