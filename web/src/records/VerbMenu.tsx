/** What can be done to a record: one click where nothing must be said, a small form where something must. */
import { ActionIcon, Button, Menu, Modal } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconDots } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Values } from "@/api/client";
import { actOnRecord } from "@/api/records";
import { useMay } from "@/components/person";
import type { Noun, Row, Verb } from "./contract";
import { gathered, startOfOwn, useOwnOfMade } from "./custom";
import { Form } from "./Form";
import { firstRows, isEnterable, isNested, startOfRows } from "./nested";
import { useProblemText } from "./problemText";
import { reread } from "./useRecord";
import { useUndoable } from "./useUndoable";
import { wayBack } from "./wayBack";
import { useLabels } from "./words";

/** In which states a verb makes sense; the gateway has the last word, this only keeps the menu short. */
const WHEN: Record<string, Record<string, string[]>> = {
  opportunities: {
    advance: ["open"],
    win: ["open"],
    lose: ["open"],
    reopen: ["won", "lost"],
    order: ["won"],
    proposals: ["open"],
  },
  leads: { qualify: ["new"], convert: ["new", "qualified"], lose: ["new", "qualified"], reopen: ["lost"] },
  quotations: {
    send: ["draft"],
    accept: ["sent"],
    refuse: ["sent"],
    expire: ["sent"],
    revise: ["sent", "refused", "expired"],
    "add-from-prices": ["draft"],
  },
  orders: { confirm: ["draft"], "request-reservation": ["confirmed"], void: ["draft", "confirmed"] },
  expenses: { submit: ["draft", "refused"], approve: ["submitted"], refuse: ["submitted"], pay: ["approved"] },
  visits: {
    "check-in": ["planned"],
    complete: ["planned", "checked_in"],
    cancel: ["planned"],
    miss: ["planned"],
    reschedule: ["planned"],
  },
  "price-exceptions": { approve: ["requested"], refuse: ["requested"], withdraw: ["requested", "approved"] },
};
const MAIN: Record<string, string[]> = {
  opportunities: ["advance", "win", "order", "lose", "reopen"],
  leads: ["qualify", "convert", "reopen"],
  quotations: ["send", "accept", "refuse", "revise"],
  orders: ["confirm", "request-reservation"],
  expenses: ["submit", "approve", "refuse", "pay"],
  visits: ["check-in", "complete"],
};
/** Steps that no other takes back: the record would say that something happened which did not. */
const FINAL: Record<string, string[]> = { leads: ["qualify"], orders: ["void"], expenses: ["pay"] };
/** Steps that make a record of another noun, which may take fields that the company added. */
const MAKES: Record<string, Record<string, string>> = { opportunities: { order: "orders" } };
/** Verbs that have a screen of their own. */
const ELSEWHERE: Record<string, string[]> = {
  leads: ["convert"],
  quotations: ["add-from-prices"],
  opportunities: ["proposals"],
  webhooks: ["pause", "resume", "rotate-secret", "test"],
};

function verbsFor(noun: Noun, row: Row, may: (right: string) => boolean): Verb[] {
  const active = row.active;
  return noun.verbs.filter((verb) => {
    const states = WHEN[noun.key]?.[verb.name];
    if (states && typeof row.status === "string" && !states.includes(row.status)) return false;
    if (active === true && ["reactivate", "reinstate"].includes(verb.name)) return false;
    if (active === false && ["deactivate", "retire"].includes(verb.name)) return false;
    if (verb.fields.some((field) => field.required && !isEnterable(field))) return false;
    return may(verb.right) && !ELSEWHERE[noun.key]?.includes(verb.name);
  });
}

/** A list that the record holds is said anew from what it is. */
function heldRows(verb: Verb, row: Row): Values {
  const held = verb.fields.filter((each) => isNested(each) && Array.isArray(row[each.name]));
  return Object.fromEntries(held.map((each) => [each.name, startOfRows(each, row[each.name])]));
}

export function VerbMenu({ noun, row, isCompact = false }: { noun: Noun; row: Row; isCompact?: boolean }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const may = useMay();
  const [verb, setVerb] = useState<Verb | null>(null);
  const own = useOwnOfMade(verb ? MAKES[noun.key]?.[verb.name] : undefined);
  const asked = [...(verb?.fields ?? []), ...own.fields].filter(isEnterable);
  const told = useProblemText();
  const undoable = useUndoable();
  const verbs = verbsFor(noun, row, may);
  const main = (isCompact ? [] : (MAIN[noun.key] ?? []))
    .map((name) => verbs.find((each) => each.name === name))
    .filter((each) => each !== undefined);
  const rest = verbs.filter((each) => !main.includes(each));
  const act = async (name: string, values: Values) => {
    const back = wayBack(noun, name, row, may);
    await actOnRecord(noun.path, row.id, name, values);
    await reread(noun, row.id);
    const message = t("done", { verb: labels.verb(name) });
    if (back) undoable(message, () => back().finally(() => reread(noun, row.id)));
    else notifications.show({ message });
  };
  const isFinal = (each: Verb) => FINAL[noun.key]?.includes(each.name) ?? false;
  const begin = (each: Verb) => {
    if (each.fields.filter(isEnterable).length > 0 || isFinal(each)) setVerb(each);
    else
      void act(each.name, {}).catch((reason: unknown) => notifications.show({ color: "red", message: told(reason) }));
  };
  return (
    <>
      {main.map((each, place) => (
        <Button key={each.name} variant={place === 0 ? "filled" : "default"} onClick={() => begin(each)}>
          {labels.verb(each.name)}
        </Button>
      ))}
      {rest.length > 0 && (
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon variant="default" aria-label={t("more_actions")} title={t("more_actions")}>
              <IconDots size={16} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {rest.map((each) => (
              <Menu.Item key={each.name} onClick={() => begin(each)}>
                {labels.verb(each.name)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      <Modal
        opened={verb !== null}
        onClose={() => setVerb(null)}
        title={verb ? labels.verb(verb.name) : ""}
        size={verb?.fields.some(isNested) ? "xl" : "md"}
        closeButtonProps={{ "aria-label": t("close") }}
      >
        {verb && !own.isPending && (
          <Form
            fields={asked}
            start={{ ...startOfOwn(own.fields), ...firstRows(verb.fields), ...heldRows(verb, row) }}
            note={isFinal(verb) && t("no_way_back")}
            submit={labels.verb(verb.name)}
            onCancel={() => setVerb(null)}
            send={async (values) => {
              await act(verb.name, gathered(values));
              setVerb(null);
            }}
          />
        )}
      </Modal>
    </>
  );
}
