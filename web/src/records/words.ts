/** What fields, choices, verbs and nouns are called in the person's language. */
import { useTranslation } from "react-i18next";

export interface Labels {
  field(name: string): string;
  choice(value: unknown): string;
  verb(name: string): string;
  noun(key: string): string;
  one(key: string): string;
}

export function useLabels(): Labels {
  const { t, i18n } = useTranslation();
  const word = (group: string, name: string) => (i18n.exists(`${group}.${name}`) ? t(`${group}.${name}`) : name);
  return {
    field: (name) => {
      const plain = name.replace(/^custom\./, "");
      return i18n.exists(`fields.${plain}`) ? t(`fields.${plain}`) : word("fields", plain.replace(/_id$/, ""));
    },
    choice: (value) => word("choices", String(value)),
    verb: (name) => word("verbs", name),
    noun: (key) => word("nouns", key),
    one: (key) => word("one", key),
  };
}
