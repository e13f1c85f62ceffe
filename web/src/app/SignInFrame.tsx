/** What signing in and choosing a new password have in common. */
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "@/api/problem";
import type { Session } from "@/api/session";
import { Mark } from "@/components/Mark";
import { LanguageMenu } from "./LanguageMenu";
import classes from "./signin.module.css";

export type Done = (session: Session) => void;
export const remembered = { login: "", password: "", code: "" };

export function useRefusal(): [string, (reason: unknown) => void] {
  const { t } = useTranslation();
  const [told, tell] = useState("");
  return [
    told,
    (reason) => {
      if (!reason) tell("");
      else if (reason instanceof Problem)
        tell(reason.status === 0 ? t("unreachable") : (reason.faults[0]?.detail ?? reason.message));
      else tell(String(reason));
    },
  ];
}

export function Frame({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className={classes.page}>
      <div className={classes.card}>
        <div className={classes.brand}>
          <Mark />
          <LanguageMenu />
        </div>
        <h1>{title}</h1>
        {children}
      </div>
    </main>
  );
}
