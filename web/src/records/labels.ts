/** What the company calls its own things, in the languages of the product. In plain functions: no screen, no calls. */

export interface Label {
  en: string;
  zh?: string;
}

/** In the reader's language where it has one, in English otherwise. */
export function saidIn(language: string, label: Label): string {
  return (language === "zh" && label.zh) || label.en;
}

/** The label with one of its languages said anew; what is left empty in Chinese is not said. */
export function relabelled(label: Label, language: "en" | "zh", text: string): Label {
  const en = language === "en" ? text : label.en;
  const zh = language === "zh" ? text : label.zh;
  return zh ? { en, zh } : { en };
}
