/** Keeping the list as it is shown, for oneself or for everybody in one's unit. */
import { Button, Modal, Switch, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { cache } from "@/api/queries";
import { createRecord } from "@/api/records";
import { usePerson } from "@/components/person";
import { type Asking, useTree } from "./asking";
import type { Noun, Row } from "./contract";
import { useProblemText } from "./problemText";
import type { Widths } from "./widths";

interface SaveProps {
  noun: Noun;
  asking: Asking;
  widths: Widths;
  onClose: () => void;
  onSaved: (id: string) => void;
}

export default function SaveView({ noun, asking, widths, onClose, onSaved }: SaveProps) {
  const { t } = useTranslation();
  const me = usePerson();
  const told = useProblemText();
  const [name, setName] = useState("");
  const [isShared, setShared] = useState(false);
  const [refusal, setRefusal] = useState("");
  const filter = useTree(noun, asking.filters) ?? null;
  const save = async (event: FormEvent) => {
    event.preventDefault();
    try {
      const body = {
        name,
        noun: noun.key,
        filter,
        columns: asking.columns,
        sort: asking.sort.split(","),
        q: asking.q || null,
        widths: Object.fromEntries(Object.entries(widths).filter(([name]) => asking.columns.includes(name))),
      };
      const view = await createRecord<Row>("/v1/views", body);
      if (isShared) await createRecord(`/v1/views/${view.id}/shares`, { unit_id: me.org_unit?.id });
      await cache.invalidateQueries({ queryKey: ["records", "views"] });
      onSaved(view.id);
      onClose();
    } catch (reason) {
      setRefusal(told(reason));
    }
  };
  return (
    <Modal opened onClose={onClose} title={t("save_view")} closeButtonProps={{ "aria-label": t("close") }}>
      <form onSubmit={save}>
        <TextInput
          label={t("name_of_view")}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={refusal}
          required
          data-autofocus
          maxLength={100}
        />
        <Switch
          mt="md"
          label={t("share_with_unit", { unit: me.org_unit?.name })}
          checked={isShared}
          onChange={(event) => setShared(event.currentTarget.checked)}
        />
        <Button type="submit" mt="md" fullWidth>
          {t("save")}
        </Button>
      </form>
    </Modal>
  );
}
