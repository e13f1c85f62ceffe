/** The dialogues of a webhook: other events, another secret, and its end. */
import { Button, Modal, Select } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { cache } from "@/api/queries";
import { changeRecord, removeRecord } from "@/api/records";
import { Secret } from "@/components/Secret";
import type { Noun } from "@/records/contract";
import { useProblemText } from "@/records/problemText";
import record from "@/records/record.module.css";
import { reread } from "@/records/useRecord";
import { useLabels } from "@/records/words";
import { rotateSecret, type Webhook } from "./api";
import { EventPicker } from "./EventPicker";

interface Props {
  noun: Noun;
  webhook: Webhook;
  onClose: () => void;
}

const OVERLAPS = ["0", "3600", "86400", "604800"];

export function ChangeEvents({ noun, webhook, onClose }: Props) {
  const { t } = useTranslation();
  const told = useProblemText();
  const [types, setTypes] = useState(webhook.types);
  const [refusal, setRefusal] = useState("");
  const save = async () => {
    try {
      await changeRecord("/v1/webhooks", webhook.id, { types }, webhook.version);
      await reread(noun, webhook.id);
      onClose();
    } catch (reason) {
      setRefusal(told(reason));
    }
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("webhook.change_events")}
      size="lg"
      closeButtonProps={{ "aria-label": t("close") }}
    >
      <div className={record.stack}>
        <EventPicker value={types} onChange={setTypes} error={refusal} />
        <Button w="fit-content" onClick={() => void save()}>
          {t("save")}
        </Button>
      </div>
    </Modal>
  );
}

export function Rotation({ noun, webhook, onClose }: Props) {
  const { t } = useTranslation();
  const labels = useLabels();
  const told = useProblemText();
  const [overlap, setOverlap] = useState("86400");
  const [secret, setSecret] = useState("");
  const [refusal, setRefusal] = useState("");
  const rotate = async () => {
    try {
      setSecret((await rotateSecret(webhook.id, Number(overlap))).secret);
      await reread(noun, webhook.id);
    } catch (reason) {
      setRefusal(told(reason));
    }
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={labels.verb("rotate-secret")}
      closeButtonProps={{ "aria-label": t("close") }}
    >
      {secret ? (
        <Secret title={t("webhook.secret_once")} secret={secret} />
      ) : (
        <div className={record.stack}>
          <Select
            label={t("webhook.overlap")}
            description={t("webhook.overlap_hint")}
            data={OVERLAPS.map((each) => ({ value: each, label: t(`overlaps.${each}`) }))}
            value={overlap}
            onChange={(value) => setOverlap(value ?? overlap)}
            allowDeselect={false}
            error={refusal}
          />
          <Button w="fit-content" onClick={() => void rotate()}>
            {labels.verb("rotate-secret")}
          </Button>
        </div>
      )}
    </Modal>
  );
}

export function Removal({ webhook, onClose }: Omit<Props, "noun">) {
  const { t } = useTranslation();
  const told = useProblemText();
  const go = useNavigate();
  const [refusal, setRefusal] = useState("");
  const remove = async () => {
    try {
      await removeRecord("/v1/webhooks", webhook.id);
      await cache.invalidateQueries({ queryKey: ["records", "webhooks"] });
      void go("/webhooks");
    } catch (reason) {
      setRefusal(told(reason));
    }
  };
  return (
    <Modal opened onClose={onClose} title={t("webhook.end")} closeButtonProps={{ "aria-label": t("close") }}>
      <div className={record.stack}>
        <p>{t("webhook.end_hint", { url: webhook.url })}</p>
        {refusal && <p role="alert">{refusal}</p>}
        <Button color="red" w="fit-content" onClick={() => void remove()}>
          {t("webhook.end")}
        </Button>
      </div>
    </Modal>
  );
}
