/** A quotation for a deal: its products at today's prices for the customer. */
import { Alert, Button, Group, Textarea } from "@mantine/core";
import dayjs from "dayjs";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation, useNavigate, useSearchParams } from "react-router";
import { cache } from "@/api/queries";
import { createRecord } from "@/api/records";
import { DayInput } from "@/components/DayInput";
import { LinesEditor } from "@/lines/LinesEditor";
import { areReady, type Line, linesBody, linesIn } from "@/lines/line";
import { usePriced } from "@/lines/prices";
import { type Row, useNoun } from "@/records/contract";
import { useOwnForm } from "@/records/OwnInputs";
import { useProblemText } from "@/records/problemText";
import { RecordSelect } from "@/records/RecordSelect";
import classes from "@/records/record.module.css";
import { useRecord } from "@/records/useRecord";
import { useLabels } from "@/records/words";

const DAYS = 30;

export default function NewQuotation() {
  const { t } = useTranslation();
  const labels = useLabels();
  const go = useNavigate();
  const told = useProblemText();
  const [params] = useSearchParams();
  const [deal, setDeal] = useState(params.get("opportunity_id"));
  const [until, setUntil] = useState<string | null>(dayjs().add(DAYS, "day").format("YYYY-MM-DD"));
  const [note, setNote] = useState("");
  const [lines, setLines] = useState<Line[]>(linesIn(useLocation().state));
  const [refusal, setRefusal] = useState("");
  const opportunity = useRecord(useNoun("opportunities"), deal).data;
  const customer = (opportunity?.customer as Row | null | undefined)?.id ?? null;
  const currency = String(opportunity?.currency ?? "");
  const priced = usePriced(lines, customer, currency);
  const own = useOwnForm(useNoun("quotations"));

  const send = async (event: FormEvent) => {
    event.preventDefault();
    const body = {
      opportunity_id: deal,
      valid_until: until,
      lines: linesBody(priced, "quotation"),
      ...(currency ? { currency } : {}),
      ...(note ? { note } : {}),
      ...own.body,
    };
    try {
      const made = await createRecord<Row>("/v1/quotations", body);
      await cache.invalidateQueries({ queryKey: ["records", "quotations"] });
      void go(`/quotations/${made.id}`, { replace: true });
    } catch (reason) {
      if (!own.refuse(reason)) setRefusal(told(reason));
    }
  };
  return (
    <form onSubmit={send}>
      <div className={classes.head}>
        <nav className={classes.crumb} aria-label={labels.noun("quotations")}>
          <Link to="/quotations">{labels.noun("quotations")}</Link>
        </nav>
        <h1>{t("new_of", { one: labels.one("quotations") })}</h1>
      </div>
      <div className={`card ${classes.panel} ${classes.stack}`}>
        <Group grow align="flex-start">
          <RecordSelect
            noun="opportunities"
            label={labels.field("opportunity")}
            value={deal}
            onChange={setDeal}
            required
            within={{ field: "status", op: "eq", value: "open" }}
          />
          <DayInput label={labels.field("valid_until")} value={until} onChange={setUntil} required />
        </Group>
        <LinesEditor lines={priced} terms="quotation" customer={customer} currency={currency} onChange={setLines} />
        {own.inputs}
        <Textarea
          label={labels.field("note")}
          value={note}
          autosize
          minRows={2}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        {refusal && (
          <Alert color="red" role="alert">
            {refusal}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={() => void go(-1)}>
            {t("cancel")}
          </Button>
          <Button type="submit" disabled={!deal || !areReady(priced, "quotation")}>
            {t("create")}
          </Button>
        </Group>
      </div>
    </form>
  );
}
