/** A refusal in one sentence. */
import { useTranslation } from "react-i18next";
import { Problem } from "@/api/problem";

export function useProblemText(): (reason: unknown) => string {
  const { t } = useTranslation();
  return (reason) => {
    if (!(reason instanceof Problem)) return String(reason);
    if (reason.status === 0) return t("unreachable");
    const faults = reason.faults.map((each) => `${each.pointer.replace(/^[/?]/, "")}: ${each.detail}`);
    return faults.length > 0 ? faults.join("; ") : reason.message;
  };
}

/** The same beside the field that it is about: without the field's name. */
export function useFaultText(): (reason: unknown) => string {
  const told = useProblemText();
  return (reason) =>
    reason instanceof Problem && reason.faults.length > 0
      ? reason.faults.map((each) => each.detail).join(" ")
      : told(reason);
}
