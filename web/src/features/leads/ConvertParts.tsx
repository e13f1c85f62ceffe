/** What a lead becomes, part by part. */
import { NumberInput, SegmentedControl, Switch, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { DayInput } from "@/components/DayInput";
import { RecordSelect } from "@/records/RecordSelect";
import { useLabels } from "@/records/words";
import classes from "./convert.module.css";

export interface Wanted {
  customer: string | null;
  customerName: string;
  contact: string | null;
  contactName: string;
  hasContact: boolean;
  hasDeal: boolean;
  dealName: string;
  amount: string;
  closes: string | null;
}

interface PartProps {
  wanted: Wanted;
  put: (next: Partial<Wanted>) => void;
}

function NewOrKnown({
  isKnown,
  onChange,
  label,
}: {
  isKnown: boolean;
  onChange: (isKnown: boolean) => void;
  label: string;
}) {
  const { t } = useTranslation();
  return (
    <SegmentedControl
      fullWidth
      aria-label={label}
      value={isKnown ? "known" : "new"}
      onChange={(value) => onChange(value === "known")}
      data={[
        { value: "new", label: t("make_new") },
        { value: "known", label: t("take_known") },
      ]}
    />
  );
}

export function CustomerPart({ wanted, put }: PartProps) {
  const labels = useLabels();
  const [isKnown, setKnown] = useState(false);
  return (
    <fieldset className={`card ${classes.part}`}>
      <legend>{labels.field("customer")}</legend>
      <NewOrKnown
        label={labels.field("customer")}
        isKnown={isKnown}
        onChange={(next) => {
          setKnown(next);
          put({ customer: null, contact: null });
        }}
      />
      {isKnown ? (
        <RecordSelect
          noun="customers"
          label={labels.field("customer")}
          value={wanted.customer}
          onChange={(customer) => put({ customer })}
          required
        />
      ) : (
        <TextInput
          label={labels.field("name")}
          value={wanted.customerName}
          onChange={(event) => put({ customerName: event.currentTarget.value })}
          required
        />
      )}
    </fieldset>
  );
}

export function ContactPart({ wanted, put }: PartProps) {
  const { t } = useTranslation();
  const labels = useLabels();
  const [isKnown, setKnown] = useState(false);
  const within = wanted.customer ? { field: "customer_id", op: "eq", value: wanted.customer } : undefined;
  return (
    <fieldset className={`card ${classes.part}`}>
      <legend>{labels.field("contact")}</legend>
      <Switch
        label={t("make_contact")}
        checked={wanted.hasContact}
        onChange={(event) => put({ hasContact: event.currentTarget.checked })}
      />
      {wanted.hasContact && wanted.customer && (
        <NewOrKnown
          label={labels.field("contact")}
          isKnown={isKnown}
          onChange={(next) => {
            setKnown(next);
            put({ contact: null });
          }}
        />
      )}
      {wanted.hasContact &&
        (isKnown && wanted.customer ? (
          <RecordSelect
            noun="contacts"
            within={within}
            label={labels.field("contact")}
            value={wanted.contact}
            onChange={(contact) => put({ contact })}
            required
          />
        ) : (
          <TextInput
            label={labels.field("name")}
            value={wanted.contactName}
            onChange={(event) => put({ contactName: event.currentTarget.value })}
            required
          />
        ))}
    </fieldset>
  );
}

export function DealPart({ wanted, put, currency }: PartProps & { currency: string }) {
  const { t } = useTranslation();
  const labels = useLabels();
  return (
    <fieldset className={`card ${classes.part}`}>
      <legend>{labels.field("opportunity")}</legend>
      <Switch
        label={t("make_deal")}
        checked={wanted.hasDeal}
        onChange={(event) => put({ hasDeal: event.currentTarget.checked })}
      />
      {wanted.hasDeal && (
        <>
          <TextInput
            label={labels.field("name")}
            value={wanted.dealName}
            onChange={(event) => put({ dealName: event.currentTarget.value })}
            required
          />
          <NumberInput
            label={`${labels.field("amount")} ${currency}`}
            value={wanted.amount}
            hideControls
            thousandSeparator=","
            onChange={(amount) => put({ amount: String(amount) })}
          />
          <DayInput
            label={labels.field("expected_close_date")}
            value={wanted.closes}
            onChange={(closes) => put({ closes })}
            clearable
          />
        </>
      )}
    </fieldset>
  );
}
