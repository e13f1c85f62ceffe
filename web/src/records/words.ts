/** What fields, choices, verbs and nouns are called in the person's language. */
import { useTranslation } from "react-i18next";
import type { Field } from "./contract";
import { saidIn } from "./labels";

export interface Labels {
  field(name: string): string;
  /** The label that the company gave it, where it is its own. */
  of(field: Pick<Field, "name" | "label">): string;
  choiceOf(field: Field, value: unknown): string;
  choice(value: unknown): string;
  verb(name: string): string;
  noun(key: string): string;
  one(key: string): string;
}

export function useLabels(): Labels {
  const { t, i18n } = useTranslation();
  const word = (group: string, name: string) => (i18n.exists(`${group}.${name}`) ? t(`${group}.${name}`) : name);
  const field = (name: string) => {
    const plain = name.replace(/^custom\./, "");
    return i18n.exists(`fields.${plain}`) ? t(`fields.${plain}`) : word("fields", plain.replace(/_id$/, ""));
  };
  const choice = (value: unknown) => word("choices", String(value));
  return {
    field,
    of: ({ name, label }) => (label ? saidIn(i18n.language, label) : field(name)),
    choiceOf: ({ worded }, value) => {
      if (!worded) return choice(value);
      const said = worded[String(value)];
      return said ? saidIn(i18n.language, said) : String(value);
    },
    choice,
    verb: (name) => word("verbs", name),
    noun: (key) => word("nouns", key),
    one: (key) => word("one", key),
  };
}
