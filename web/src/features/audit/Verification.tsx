/** Has the chains of all services looked through, and tells plainly whether anything was altered, removed or put in. */
import { Alert, Button, Loader } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useWritten } from "@/i18n/format";
import { useProblemText } from "@/records/problemText";
import record from "@/records/record.module.css";
import { type Look, verifyTrail } from "./api";

export function Verification() {
  const { t } = useTranslation();
  const told = useProblemText();
  const [look, setLook] = useState<Look | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState("");
  const stop = useRef<AbortController | null>(null);
  useEffect(() => () => stop.current?.abort(), []);
  const verify = async () => {
    const mine = new AbortController();
    stop.current = mine;
    setBusy(true);
    setRefusal("");
    setLook(null);
    try {
      await verifyTrail(setLook, mine.signal);
    } catch (reason) {
      if (!mine.signal.aborted) setRefusal(told(reason));
    }
    if (!mine.signal.aborted) setBusy(false);
  };
  return (
    <section className={record.stack} aria-label={t("audit.verify")}>
      <div className={record.actions}>
        <Button variant="default" disabled={isBusy} onClick={() => void verify()}>
          {t("audit.verify")}
        </Button>
      </div>
      <div role="status">
        {refusal && <Alert color="red">{refusal}</Alert>}
        {look && <Told look={look} isBusy={isBusy} />}
      </div>
    </section>
  );
}

function Told({ look, isBusy }: { look: Look; isBusy: boolean }) {
  const { t } = useTranslation();
  const written = useWritten();
  const count = look.chains.reduce((sum, each) => sum + each.checked, 0);
  const said = { count, number: written.number(count), services: look.chains.length };
  const broken = look.chains.filter((each) => each.faults.length > 0);
  const away = look.chains.filter((each) => each.status === "away").map((each) => each.service);
  if (broken.length > 0)
    return (
      <Alert color="red" title={t("audit.is_broken")}>
        <ul>
          {broken.flatMap((chain) =>
            chain.faults.map((fault) => (
              <li key={`${chain.service}${fault.position}${fault.kind}`}>
                {t("audit.fault", {
                  service: chain.service,
                  position: written.number(fault.position),
                  what: t(`chain_faults.${fault.kind}`),
                })}{" "}
                <span className="quiet">{fault.detail}</span>
              </li>
            )),
          )}
        </ul>
        <p>{t("audit.looked_at", said)}</p>
      </Alert>
    );
  if (isBusy || !look.complete)
    return (
      <p className="quiet">
        {isBusy && <Loader size={12} aria-hidden />} {t("audit.looked_at", said)}
      </p>
    );
  if (away.length > 0)
    return (
      <Alert color="yellow">
        <strong>{t("audit.is_unseen")}</strong> {t("audit.away", { services: away.join(", ") })}{" "}
        {t("audit.looked_at", said)}
      </Alert>
    );
  return (
    <Alert color="teal" title={t("audit.is_whole")}>
      {t("audit.looked_at", said)}
    </Alert>
  );
}
