/** What can be done to one row of a part: its verbs, and taking it away. What could be added again as it was can be undone. */
import { ActionIcon, Button, Group, Menu, Modal } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconDots } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ask, type Values } from "@/api/client";
import { createRecord, removeRecord } from "@/api/records";
import { useMay } from "@/components/person";
import type { Noun, Part, Row, Verb } from "./contract";
import { Form } from "./Form";
import { isEnterable } from "./nested";
import { idOf, saidAgain, valuesFor } from "./parts";
import { useProblemText } from "./problemText";
import { reread } from "./useRecord";
import { useUndoable } from "./useUndoable";
import { useLabels } from "./words";

/** In which states a verb makes sense; the gateway has the last word, this only keeps the menu short. */
const WHEN: Record<string, Record<string, string[]>> = { problems: { resolve: ["open"] } };
/** States of the record in which nothing is added to it any more, so that nothing comes back either. */
const SETTLED = new Set(["won", "lost", "fulfilled", "voided"]);

interface Props {
  noun: Noun;
  of: Row;
  part: Part;
  row: Row;
  name: string;
}

interface Action {
  name: string;
  label: string;
  begin: () => void;
}

type Asked = Verb | "removal" | null;

export function PartMenu({ noun, of, part, row, name }: Props) {
  const { t } = useTranslation();
  const labels = useLabels();
  const may = useMay();
  const [asked, ask_] = useState<Asked>(null);
  const done = useDone({ noun, of, part, row, name });
  const { remove } = part;
  const removal = remove && t(`removals.${remove.name}`);
  const verbs = (part.verbs ?? []).filter((each) => {
    const states = WHEN[part.name]?.[each.name];
    return may(each.right) && (!states || states.includes(String(row.status)));
  });
  const actions: Action[] = verbs.map((each) => ({
    name: each.name,
    label: labels.verb(each.name),
    begin: () => ask_(each),
  }));
  const again = may(part.adds) && !SETTLED.has(String(of.status)) ? saidAgain(noun, part, row) : undefined;
  if (removal && may(remove?.right))
    actions.push({
      name: "removal",
      label: removal,
      begin: () => (again ? void done.taken(removal, again) : ask_("removal")),
    });
  if (actions.length === 0) return null;
  const close = () => ask_(null);
  return (
    <>
      <Actions actions={actions} name={name} />
      <Modal
        opened={asked !== null}
        onClose={close}
        title={t("do_named", { verb: typeof asked === "object" ? labels.verb(asked?.name ?? "") : removal, name })}
        closeButtonProps={{ "aria-label": t("close") }}
      >
        {asked === "removal" && (
          <>
            <p>{t("remove_for_good")}</p>
            <Group justify="flex-end" mt="md">
              <Button variant="default" onClick={close}>
                {t("cancel")}
              </Button>
              <Button color="red" onClick={() => void done.taken(removal ?? "").then(close)}>
                {removal}
              </Button>
            </Group>
          </>
        )}
        {asked !== null && typeof asked === "object" && (
          <Form
            fields={asked.fields.filter(isEnterable)}
            start={valuesFor(row, asked.fields.filter(isEnterable))}
            isChange
            submit={labels.verb(asked.name)}
            onCancel={close}
            send={async (values) => {
              await done.verb(asked, values);
              close();
            }}
          />
        )}
      </Modal>
    </>
  );
}

/** One thing that can be done stands there; several are behind a menu. */
function Actions({ actions, name }: { actions: Action[]; name: string }) {
  const { t } = useTranslation();
  const [only] = actions;
  if (only && actions.length === 1)
    return (
      <Button
        variant="subtle"
        size="compact-sm"
        aria-label={t("do_named", { verb: only.label, name })}
        onClick={only.begin}
      >
        {only.label}
      </Button>
    );
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" aria-label={t("more_for", { name })} title={t("more_actions")}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {actions.map((each) => (
          <Menu.Item key={each.name} onClick={each.begin}>
            {each.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function useDone({ noun, of, part, row, name }: Props) {
  const { t } = useTranslation();
  const labels = useLabels();
  const told = useProblemText();
  const undoable = useUndoable();
  const all = `${noun.path}/${of.id}/${part.name}`;
  const again = () => reread(noun, of.id);
  return {
    verb: async (verb: Verb, values: Values) => {
      if (verb.fields.length > 0 && Object.keys(values).length === 0) return;
      await ask("POST", `${all}/${idOf(part, row)}/${verb.name}`, { body: values });
      await again();
      notifications.show({ message: t("done_to", { verb: labels.verb(verb.name), name }) });
    },
    /** `body` is what brings it back, where something does. */
    taken: async (verb: string, body?: Values) => {
      try {
        await removeRecord(all, idOf(part, row));
        const message = t("done_to", { verb, name });
        if (body) undoable(message, () => createRecord(all, body).finally(again));
        else notifications.show({ message });
      } catch (reason) {
        notifications.show({ color: "red", title: t("do_named", { verb, name }), message: told(reason) });
      }
      await again();
    },
  };
}
