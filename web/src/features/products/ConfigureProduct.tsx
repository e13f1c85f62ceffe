/** A product is put together for a customer, and becomes lines of an order or of a quotation. */
import { Skeleton } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useParams } from "react-router";
import { useMay } from "@/components/person";
import { useConfigured } from "@/lines/configuring/api";
import { Configure } from "@/lines/configuring/Configure";
import type { Line } from "@/lines/line";
import { useNoun } from "@/records/contract";
import { Refused } from "@/records/Empty";
import { RecordSelect } from "@/records/RecordSelect";
import classes from "@/records/record.module.css";
import { useRecord } from "@/records/useRecord";
import { useLabels } from "@/records/words";

export default function ConfigureProduct() {
  const { t } = useTranslation();
  const { id = "" } = useParams();
  const labels = useLabels();
  const may = useMay();
  const go = useNavigate();
  const [customer, setCustomer] = useState<string | null>(null);
  const read = useRecord(useNoun("products"), id);
  const configurator = useConfigured([id])[id];
  if (read.isError) return <Refused reason={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <Skeleton height={320} radius="md" />;
  const takes = [
    {
      label: t("configure.into_order"),
      right: "sales.order:create",
      onTake: (lines: Line[]) => void go(`/orders/new?customer_id=${customer}`, { state: { lines } }),
    },
    {
      label: t("configure.into_quotation"),
      right: "sales.quotation:create",
      onTake: (lines: Line[]) => void go("/quotations/new", { state: { lines } }),
    },
  ];
  return (
    <>
      <div className={classes.head}>
        <nav className={classes.crumb} aria-label={labels.one("products")}>
          <Link to={`/products/${id}`}>{String(read.data.name)}</Link>
        </nav>
        <h1>{t("configure.title", { name: String(read.data.name) })}</h1>
      </div>
      <div className={`card ${classes.panel} ${classes.stack}`}>
        <RecordSelect
          noun="customers"
          label={labels.field("customer")}
          value={customer}
          onChange={setCustomer}
          required
        />
        {configurator && (
          <Configure
            configuratorId={configurator}
            customer={customer}
            currency=""
            takes={takes.filter((each) => may(each.right))}
          />
        )}
      </div>
    </>
  );
}
