/** What a webhook was sent: each delivery with its state, the receiver's answer, how often it was tried and when next. */
import { Alert, Button, Drawer, Select, Skeleton } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Tag, toneOf } from "@/components/Tag";
import { useWritten } from "@/i18n/format";
import type { Row } from "@/records/contract";
import { Refused } from "@/records/Empty";
import record from "@/records/record.module.css";
import { useLabels } from "@/records/words";
import { type Delivery, fetchDeliveries, type Webhook } from "./api";
import { OneDelivery } from "./OneDelivery";
import classes from "./webhooks.module.css";

const STATES = ["waiting", "delivered", "dead", "withheld"];
/** What waits is asked for again until it has come to rest; deliveries tell no events. */
const EVERY = 2_000;

export default function Ledger({ row }: { row: Row }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const webhook = row as Webhook;
  const [state, setState] = useState<string | null>(null);
  const [opened, open] = useState<string | null>(null);
  const read = useInfiniteQuery({
    queryKey: ["records", "webhook-deliveries", "of", webhook.id, state],
    queryFn: ({ pageParam }) => fetchDeliveries(webhook.id, state, pageParam),
    initialPageParam: "",
    getNextPageParam: (page) => page.next || undefined,
    refetchInterval: (query) =>
      query.state.data?.pages.some((page) => page.data.some((each) => each.state === "waiting")) ? EVERY : false,
  });
  const deliveries = read.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <div className={record.stack}>
      {webhook.status === "paused" && (
        <Alert color="yellow">{t(`paused_because.${webhook.paused_because ?? "paused"}`)}</Alert>
      )}
      <div className={classes.tools}>
        <Select
          label={labels.field("state")}
          placeholder={labels.choice("all")}
          data={STATES.map((each) => ({ value: each, label: labels.choice(each) }))}
          value={state}
          onChange={setState}
          clearable
        />
        <Button variant="default" onClick={() => void read.refetch()}>
          {t("webhook.look_again")}
        </Button>
      </div>
      {read.isError && <Refused reason={read.error} onRetry={() => void read.refetch()} />}
      {read.isPending && <Skeleton height={120} />}
      {read.data && deliveries.length === 0 && (
        <p className="quiet">{state ? t("nothing_matches") : t("webhook.nothing_sent")}</p>
      )}
      {deliveries.length > 0 && <Deliveries deliveries={deliveries} onOpen={open} />}
      {read.hasNextPage && (
        <Button variant="subtle" w="fit-content" onClick={() => void read.fetchNextPage()}>
          {t("older")}
        </Button>
      )}
      <Drawer
        opened={opened !== null}
        onClose={() => open(null)}
        position="right"
        size={560}
        title={<strong>{t("webhook.delivery")}</strong>}
        closeButtonProps={{ "aria-label": t("close") }}
      >
        {opened && <OneDelivery id={opened} webhook={webhook} />}
      </Drawer>
    </div>
  );
}

function Deliveries({ deliveries, onOpen }: { deliveries: Delivery[]; onOpen: (id: string) => void }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const written = useWritten();
  return (
    <section className={record.scroll} tabIndex={0} aria-label={t("parts.ledger")}>
      <table className={record.plain}>
        <thead>
          <tr>
            <th>{labels.field("type")}</th>
            <th>{labels.field("state")}</th>
            <th className="number">{t("webhook.answered")}</th>
            <th className="number">{labels.field("attempts")}</th>
            <th>{labels.field("next_try_at")}</th>
            <th>{labels.field("created_at")}</th>
          </tr>
        </thead>
        <tbody>
          {deliveries.map((each) => (
            <tr key={each.id}>
              <td>
                <button type="button" className={classes.open} onClick={() => onOpen(each.id)}>
                  {each.type.replace(/^tenon\./, "").replace(/\.v\d+$/, "")}
                </button>
                {each.error && <div className="quiet">{each.error}</div>}
              </td>
              <td>
                <Tag tone={toneOf(each.state)}>{labels.choice(each.state)}</Tag>
              </td>
              <td className="number">{each.status ?? "–"}</td>
              <td className="number">{each.attempts}</td>
              <td>{each.next_try_at ? written.moment(each.next_try_at) : "–"}</td>
              <td>
                <time dateTime={each.created_at} title={written.moment(each.created_at)}>
                  {written.ago(each.created_at)}
                </time>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
