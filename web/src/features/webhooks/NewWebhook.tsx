/** Setting up a webhook; its secret is told once, right here. */
import { Alert, Button, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { faultsByField, Problem } from "@/api/problem";
import { cache } from "@/api/queries";
import { createRecord } from "@/api/records";
import { useMay } from "@/components/person";
import { Secret } from "@/components/Secret";
import { Refused } from "@/records/Empty";
import { useProblemText } from "@/records/problemText";
import record from "@/records/record.module.css";
import { useLabels } from "@/records/words";
import { MAY, type Webhook } from "./api";
import { EventPicker } from "./EventPicker";
import classes from "./webhooks.module.css";

type Made = Webhook & { secret: string };

export default function NewWebhook() {
  const { t } = useTranslation();
  const labels = useLabels();
  const may = useMay();
  const [made, setMade] = useState<Made | null>(null);
  if (!may(MAY.create)) return <Refused reason={new Problem(403, {})} onRetry={() => undefined} />;
  return (
    <>
      <div className={record.head}>
        <nav className={record.crumb} aria-label={labels.noun("webhooks")}>
          <Link to="/webhooks">{labels.noun("webhooks")}</Link>
        </nav>
        <h1>{t("new_of", { one: labels.one("webhooks") })}</h1>
      </div>
      <div className={`card ${record.panel}`}>
        {made ? (
          <div className={classes.form}>
            <Secret title={t("webhook.secret_once")} secret={made.secret} />
            <p className="quiet">{t("webhook.secret_hint")}</p>
            <Button component={Link} to={`/webhooks/${made.id}`} w="fit-content">
              {t("webhook.to_ledger")}
            </Button>
          </div>
        ) : (
          <WebhookForm onMade={setMade} />
        )}
      </div>
    </>
  );
}

function WebhookForm({ onMade }: { onMade: (made: Made) => void }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const told = useProblemText();
  const [url, setUrl] = useState("");
  const [description, setDescription] = useState("");
  const [types, setTypes] = useState<string[]>([]);
  const [faults, setFaults] = useState<Record<string, string>>({});
  const [refusal, setRefusal] = useState("");
  const [isBusy, setBusy] = useState(false);
  const send = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setFaults({});
    setRefusal("");
    try {
      const made = await createRecord<Made>("/v1/webhooks", { url: url.trim(), types, description });
      await cache.invalidateQueries({ queryKey: ["records", "webhooks"] });
      onMade(made);
    } catch (reason) {
      const found = reason instanceof Problem ? faultsByField(reason) : {};
      setFaults(found);
      if (!found.url && !found.types && !found.description) setRefusal(told(reason));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form onSubmit={send} className={classes.form}>
      <TextInput
        label={labels.field("url")}
        description={t("webhook.url_hint")}
        value={url}
        onChange={(event) => setUrl(event.currentTarget.value)}
        error={faults.url}
        name="url"
        inputMode="url"
        maxLength={2000}
        required
        autoFocus
      />
      <EventPicker value={types} onChange={setTypes} error={faults.types} />
      <TextInput
        label={labels.field("description")}
        value={description}
        onChange={(event) => setDescription(event.currentTarget.value)}
        error={faults.description}
        maxLength={400}
      />
      {refusal && (
        <Alert color="red" role="alert">
          {refusal}
        </Alert>
      )}
      <Button type="submit" loading={isBusy} w="fit-content">
        {t("create")}
      </Button>
    </form>
  );
}
