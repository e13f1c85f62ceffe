/** An order of a customer, at what the products cost that customer today. */
import { Alert, Button, Group, Select, Textarea } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation, useNavigate, useSearchParams } from "react-router";
import { Problem } from "@/api/problem";
import { cache } from "@/api/queries";
import { createRecord } from "@/api/records";
import { useMay } from "@/components/person";
import { useWritten } from "@/i18n/format";
import { exact } from "@/lines/exact";
import { LinesEditor } from "@/lines/LinesEditor";
import { areReady, type Line, linesBody, linesIn, totalOf } from "@/lines/line";
import { usePriced } from "@/lines/prices";
import { type Row, useNoun } from "@/records/contract";
import { Refused } from "@/records/Empty";
import { CURRENCIES } from "@/records/FieldInput";
import { useOwnForm } from "@/records/OwnInputs";
import { useProblemText } from "@/records/problemText";
import { RecordSelect } from "@/records/RecordSelect";
import classes from "@/records/record.module.css";
import { useRecord } from "@/records/useRecord";
import { useLabels } from "@/records/words";
import { useInstalments } from "./useInstalments";

const USUAL_CURRENCY = "USD";

export default function NewOrder() {
  const may = useMay();
  if (!may("sales.order:create")) return <Refused reason={new Problem(403, {})} onRetry={() => undefined} />;
  return <OrderForm />;
}

function OrderForm() {
  const { t } = useTranslation();
  const labels = useLabels();
  const written = useWritten();
  const go = useNavigate();
  const told = useProblemText();
  const [params] = useSearchParams();
  const [customer, setCustomer] = useState(params.get("customer_id"));
  const [chosen, setChosen] = useState<string | null>(null);
  const [note, setNote] = useState("");
  const [lines, setLines] = useState<Line[]>(linesIn(useLocation().state));
  const [refusal, setRefusal] = useState("");
  const [isBusy, setBusy] = useState(false);
  const buyer = useRecord(useNoun("customers"), customer).data;
  const currency = chosen ?? ((buyer?.currency as string | null | undefined) || USUAL_CURRENCY);
  const priced = usePriced(lines, buyer ? customer : null, currency);
  const noun = useNoun("orders");
  const own = useOwnForm(noun);
  const instalments = useInstalments(noun);

  const send = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setRefusal("");
    try {
      const body = {
        customer_id: customer,
        currency,
        lines: linesBody(priced, "order"),
        ...(note ? { note } : {}),
        ...instalments.body,
        ...own.body,
      };
      const made = await createRecord<Row>("/v1/orders", body);
      const isOther = exact(String(made.amount)) !== totalOf(priced, "order").net;
      const amount = written.money(made.amount, made.currency);
      notifications.show({
        message: isOther ? t("other_total", { amount }) : t("created", { one: labels.one("orders") }),
      });
      await cache.invalidateQueries({ queryKey: ["records", "orders"] });
      void go(`/orders/${made.id}`, { replace: true });
    } catch (reason) {
      const isTold = [own.refuse(reason), instalments.refuse(reason)].some(Boolean);
      if (!isTold) setRefusal(told(reason));
      setBusy(false);
    }
  };
  return (
    <form onSubmit={send}>
      <div className={classes.head}>
        <nav className={classes.crumb} aria-label={labels.noun("orders")}>
          <Link to="/orders">{labels.noun("orders")}</Link>
        </nav>
        <h1>{t("new_of", { one: labels.one("orders") })}</h1>
      </div>
      <div className={`card ${classes.panel} ${classes.stack}`}>
        <Group grow align="flex-start">
          <RecordSelect
            noun="customers"
            label={labels.field("customer")}
            value={customer}
            onChange={setCustomer}
            required
          />
          <Select
            label={labels.field("currency")}
            data={CURRENCIES.includes(currency) ? CURRENCIES : [currency, ...CURRENCIES]}
            value={currency}
            allowDeselect={false}
            onChange={setChosen}
          />
        </Group>
        <LinesEditor lines={priced} terms="order" customer={customer} currency={currency} onChange={setLines} />
        {instalments.input}
        {own.inputs}
        <Textarea
          label={labels.field("note")}
          value={note}
          autosize
          minRows={2}
          maxLength={2000}
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
          <Button type="submit" loading={isBusy} disabled={!customer || !areReady(priced, "order")}>
            {t("create")}
          </Button>
        </Group>
      </div>
    </form>
  );
}
