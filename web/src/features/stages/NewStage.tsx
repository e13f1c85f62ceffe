/** A further stage; it comes last, before the two that end a deal, and is moved from there. */
import { Modal } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { createRecord } from "@/api/records";
import { useNoun } from "@/records/contract";
import { Form } from "@/records/Form";
import { useLabels } from "@/records/words";
import type { Stage } from "./stage";

interface Props {
  position: number;
  onClose: () => void;
  onMade: () => Promise<void>;
}

export function NewStage({ position, onClose, onMade }: Props) {
  const { t } = useTranslation();
  const labels = useLabels();
  const noun = useNoun("stages");
  const fields = ["name", "code", "success_rate", "exit_criteria", "position"]
    .map((name) => noun.create?.fields.find((each) => each.name === name))
    .filter((each) => each !== undefined);
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("new_of", { one: labels.one("stages") })}
      closeButtonProps={{ "aria-label": t("close") }}
    >
      <Form
        fields={fields}
        start={{ position }}
        submit={t("create")}
        send={async (values) => {
          await createRecord<Stage>("/v1/stages", values);
          await onMade();
        }}
      />
    </Modal>
  );
}
