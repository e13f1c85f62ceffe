/** A further managed list; its values are entered once it is there. */
import { Alert, Button, Modal, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { faultsByField, Problem } from "@/api/problem";
import { createRecord } from "@/api/records";
import { useProblemText } from "@/records/problemText";
import record from "@/records/record.module.css";
import { useLabels } from "@/records/words";
import type { Picklist } from "./api";

interface Props {
  onClose: () => void;
  onMade: (made: Picklist) => Promise<void>;
}

export function NewPicklist({ onClose, onMade }: Props) {
  const { t } = useTranslation();
  const labels = useLabels();
  const told = useProblemText();
  const [code, setCode] = useState("");
  const [en, setEn] = useState("");
  const [zh, setZh] = useState("");
  const [faults, setFaults] = useState<Record<string, string>>({});
  const [refusal, setRefusal] = useState("");
  const create = async (event: FormEvent) => {
    event.preventDefault();
    setRefusal("");
    try {
      await onMade(await createRecord<Picklist>("/v1/picklists", { code, label: zh ? { en, zh } : { en } }));
    } catch (reason) {
      const found = reason instanceof Problem ? faultsByField(reason) : {};
      setFaults(found);
      if (!found.code && !found.label) setRefusal(told(reason));
    }
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("new_of", { one: labels.one("picklists") })}
      closeButtonProps={{ "aria-label": t("close") }}
    >
      <form onSubmit={create} className={record.stack}>
        <TextInput
          label={labels.field("label_en")}
          value={en}
          onChange={(event) => setEn(event.currentTarget.value)}
          error={faults.label}
          maxLength={100}
          required
          data-autofocus
        />
        <TextInput
          label={labels.field("label_zh")}
          value={zh}
          onChange={(event) => setZh(event.currentTarget.value)}
          maxLength={100}
        />
        <TextInput
          label={labels.field("code")}
          description={t("code_hint")}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          error={faults.code}
          maxLength={40}
          required
        />
        {refusal && (
          <Alert color="red" role="alert">
            {refusal}
          </Alert>
        )}
        <Button type="submit" w="fit-content">
          {t("create")}
        </Button>
      </form>
    </Modal>
  );
}
