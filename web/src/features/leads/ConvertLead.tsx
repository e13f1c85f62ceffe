/** A lead becomes a customer, a contact and a deal, all or nothing; an existing customer or contact may be taken instead. */
import { Alert, Button, Skeleton } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";
import type { Values } from "@/api/client";
import { actOnRecord } from "@/api/records";
import { type Noun, type Row, useNoun } from "@/records/contract";
import { Refused } from "@/records/Empty";
import { useProblemText } from "@/records/problemText";
import { RecordHead } from "@/records/RecordPage";
import { reread, useRecord } from "@/records/useRecord";
import { ContactPart, CustomerPart, DealPart, type Wanted } from "./ConvertParts";
import classes from "./convert.module.css";

export default function ConvertLead() {
  const { id = "" } = useParams();
  const noun = useNoun("leads");
  const read = useRecord(noun, id);
  if (read.isError) return <Refused reason={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <Skeleton height={300} />;
  return <Conversion noun={noun} lead={read.data} />;
}

function bodyOf(wanted: Wanted, lead: Row): Values {
  const deal = {
    name: wanted.dealName,
    amount: wanted.amount || null,
    currency: lead.currency,
    expected_close_date: wanted.closes,
  };
  return {
    ...(wanted.customer ? { customer_id: wanted.customer } : { customer: { name: wanted.customerName } }),
    ...(wanted.hasContact
      ? wanted.contact
        ? { contact_id: wanted.contact }
        : { contact: { name: wanted.contactName } }
      : {}),
    ...(wanted.hasDeal ? { opportunity: Object.fromEntries(Object.entries(deal).filter(([, value]) => value)) } : {}),
  };
}

function Conversion({ noun, lead }: { noun: Noun; lead: Row }) {
  const { t } = useTranslation();
  const go = useNavigate();
  const told = useProblemText();
  const [refusal, setRefusal] = useState("");
  const [isBusy, setBusy] = useState(false);
  const [wanted, setWanted] = useState<Wanted>({
    customer: null,
    customerName: String(lead.company ?? lead.name),
    contact: null,
    contactName: String(lead.name),
    hasContact: true,
    hasDeal: true,
    dealName: String(lead.company ?? lead.name),
    amount: String(lead.budget ?? ""),
    closes: null,
  });
  const put = (next: Partial<Wanted>) => setWanted((held) => ({ ...held, ...next }));
  const send = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      const made = await actOnRecord<Row>(noun.path, lead.id, "convert", bodyOf(wanted, lead));
      await reread(noun, lead.id);
      notifications.show({ message: t("converted") });
      void go(made.opportunity_id ? `/opportunities/${made.opportunity_id}` : `/customers/${made.customer_id}`, {
        replace: true,
      });
    } catch (reason) {
      setRefusal(told(reason));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <RecordHead noun={noun} row={lead} />
      <form onSubmit={send} className={classes.parts}>
        <CustomerPart wanted={wanted} put={put} />
        <ContactPart wanted={wanted} put={put} />
        <DealPart wanted={wanted} put={put} currency={String(lead.currency ?? "")} />
        <div className={classes.end}>
          {refusal && (
            <Alert color="red" role="alert">
              {refusal}
            </Alert>
          )}
          <Button variant="default" onClick={() => void go(-1)}>
            {t("cancel")}
          </Button>
          <Button type="submit" loading={isBusy}>
            {t("convert")}
          </Button>
        </div>
      </form>
    </>
  );
}
