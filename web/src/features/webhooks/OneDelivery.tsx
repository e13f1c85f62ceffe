/** One delivery: how it was tried, what was sent, what was answered; and once more, for who may. */
import { Button, Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { cache } from "@/api/queries";
import { actOnRecord, fetchRecord } from "@/api/records";
import { useMay } from "@/components/person";
import { Tag, toneOf } from "@/components/Tag";
import { useWritten } from "@/i18n/format";
import { Refused } from "@/records/Empty";
import { useProblemText } from "@/records/problemText";
import record from "@/records/record.module.css";
import { useLabels } from "@/records/words";
import { type Delivery, MAY, type Webhook } from "./api";
import classes from "./webhooks.module.css";

const PATH = "/v1/webhook-deliveries";
const EVERY = 2_000;

export function OneDelivery({ id, webhook }: { id: string; webhook: Webhook }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const told = useProblemText();
  const may = useMay();
  const [refusal, setRefusal] = useState("");
  const read = useQuery({
    queryKey: ["records", "webhook-deliveries", id],
    queryFn: () => fetchRecord<Delivery>(PATH, id),
    refetchInterval: (query) => (query.state.data?.state === "waiting" ? EVERY : false),
  });
  const replay = async () => {
    try {
      await actOnRecord(PATH, id, "replay", {});
      setRefusal("");
    } catch (reason) {
      setRefusal(told(reason));
    }
    await cache.invalidateQueries({ queryKey: ["records", "webhook-deliveries"] });
  };
  if (read.isError) return <Refused reason={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <Skeleton height={240} />;
  const delivery = read.data;
  return (
    <div className={record.stack}>
      <div className={record.titles}>
        <h2>{delivery.type}</h2>
        <Tag tone={toneOf(delivery.state)}>{labels.choice(delivery.state)}</Tag>
      </div>
      <p className="quiet">{t(`delivery_states.${delivery.state}`)}</p>
      {may(MAY.send) && webhook.status === "active" && delivery.state !== "waiting" && (
        <Button variant="default" w="fit-content" onClick={() => void replay()}>
          {labels.verb("replay")}
        </Button>
      )}
      {refusal && <p role="alert">{refusal}</p>}
      <Tries tries={delivery.tries} />
      <Sent request={delivery.request} />
      <h3>{labels.field("response")}</h3>
      {delivery.response ? (
        <pre className={classes.answer} tabIndex={0}>
          {delivery.response}
        </pre>
      ) : (
        <p className="quiet">{t("webhook.no_answer")}</p>
      )}
    </div>
  );
}

function Tries({ tries }: { tries: Delivery["tries"] }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const written = useWritten();
  return (
    <>
      <h3>{labels.field("tries")}</h3>
      {tries.length === 0 && <p className="quiet">{t("webhook.not_tried")}</p>}
      {tries.length > 0 && (
        <section className={record.scroll} tabIndex={0} aria-label={labels.field("tries")}>
          <table className={record.plain}>
            <thead>
              <tr>
                <th>{labels.field("at")}</th>
                <th className="number">{t("webhook.answered")}</th>
                <th className="number">{labels.field("milliseconds")}</th>
                <th>{labels.field("error")}</th>
              </tr>
            </thead>
            <tbody>
              {tries.map((each, place) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: tries are only ever added behind
                <tr key={place}>
                  <td>{written.moment(each.at)}</td>
                  <td className="number">{each.status ?? "–"}</td>
                  <td className="number">{each.milliseconds}</td>
                  <td>{each.error ?? "–"}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </>
  );
}

function Sent({ request }: { request: Delivery["request"] }) {
  const { t } = useTranslation();
  const labels = useLabels();
  if (!request) return null;
  return (
    <>
      <h3>{labels.field("request")}</h3>
      <p className="quiet">{t("webhook.sent_to", { url: request.url, bytes: request.bytes })}</p>
      <table className={`${record.plain} ${classes.headers}`} aria-label={labels.field("request")}>
        <tbody>
          {Object.entries(request.headers).map(([name, value]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
