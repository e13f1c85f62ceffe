/** Two languages, loaded when they are needed; dates and numbers follow the chosen one. */
import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { door } from "@/api/client";

export const LANGUAGES = ["en", "zh"] as const;
export type Language = (typeof LANGUAGES)[number];
const KEPT = "tenon.language";

const words = {
  en: () => Promise.all([import("./en.json"), import("./labels.en.json")]),
  zh: () => Promise.all([import("./zh.json"), import("./labels.zh.json")]),
};

export function keptLanguage(): Language {
  const kept = localStorage.getItem(KEPT) ?? navigator.language;
  return kept.startsWith("zh") ? "zh" : "en";
}

export async function speak(language: Language): Promise<void> {
  if (!i18next.hasResourceBundle(language, "translation")) {
    const [own, labels] = await words[language]();
    i18next.addResourceBundle(language, "translation", { ...own.default, ...labels.default });
  }
  door.language = language;
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  await i18next.changeLanguage(language);
}

/** What a person chose; the next visit begins with it. */
export async function chooseLanguage(language: Language): Promise<void> {
  localStorage.setItem(KEPT, language);
  await speak(language);
}

export async function startLanguages(): Promise<void> {
  await i18next.use(initReactI18next).init({
    resources: {},
    lng: keptLanguage(),
    fallbackLng: false,
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  await speak(keptLanguage());
}
