/** Every version that was offered, and what differs between two of them. */
import { Group, Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Tag, toneOf } from "@/components/Tag";
import { useWritten } from "@/i18n/format";
import type { Row } from "@/records/contract";
import { Refused } from "@/records/Empty";
import classes from "@/records/record.module.css";
import { useLabels } from "@/records/words";
import { compareVersions, type Version } from "./api";

export default function QuotationVersions({ row }: { row: Row }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const written = useWritten();
  const versions = ((row.versions as Version[] | undefined) ?? []).toSorted(
    (a, b) => (b.number ?? 0) - (a.number ?? 0),
  );
  return (
    <div className={classes.stack}>
      {versions.map((version) => (
        <Group key={version.id} justify="space-between" className={classes.note}>
          <strong>{t("version_number", { number: version.number })}</strong>
          <Tag tone={toneOf(version.status)}>{labels.choice(version.status)}</Tag>
          <span className="quiet">{version.sent_at ? written.moment(version.sent_at) : t("not_sent")}</span>
          <strong>{written.money(version.gross, row.currency)}</strong>
        </Group>
      ))}
      {versions.length > 1 && row.customer_id ? (
        <Difference versions={versions} customer={String(row.customer_id)} />
      ) : null}
    </div>
  );
}

function Difference({ versions, customer }: { versions: Version[]; customer: string }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const [older, setOlder] = useState(versions[1]?.id ?? "");
  const [newer, setNewer] = useState(versions[0]?.id ?? "");
  const read = useQuery({
    queryKey: ["records", "quotations", "diff", customer, older, newer],
    queryFn: () => compareVersions(customer, older, newer),
    enabled: older !== newer,
  });
  const data = versions.map((each) => ({ value: each.id ?? "", label: t("version_number", { number: each.number }) }));
  const said = (value: unknown) => (value === null || value === undefined ? "–" : String(value));
  const pairs = (changes: unknown) =>
    Object.entries((changes ?? {}) as Record<string, { before: unknown; after: unknown }>).map(([name, pair]) => (
      <div key={name} className={classes.change}>
        <span className="quiet">{labels.field(name)}</span> {said(pair?.before)} → {said(pair?.after)}
      </div>
    ));
  return (
    <section className={classes.stack}>
      <h3>{t("differences")}</h3>
      <Group grow>
        <Select label={t("older_version")} data={data} value={older} onChange={(value) => setOlder(value ?? older)} />
        <Select label={t("newer_version")} data={data} value={newer} onChange={(value) => setNewer(value ?? newer)} />
      </Group>
      {read.isError && <Refused reason={read.error} onRetry={() => void read.refetch()} />}
      {pairs(read.data?.changes)}
      {read.data?.lines?.map((line) => (
        <div key={line.product_id} className={classes.note}>
          <Tag tone={line.change === "removed" ? "red" : line.change === "added" ? "green" : "amber"}>
            {labels.choice(line.change)}
          </Tag>{" "}
          <strong>{line.name}</strong>
          {pairs(line.changes)}
        </div>
      ))}
    </section>
  );
}
