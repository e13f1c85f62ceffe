/** Which configuration a line is built by, in short: lines of the same one belong together. */
import { useTranslation } from "react-i18next";
import classes from "./lines.module.css";

export function Built({ id }: { id: string }) {
  const { t } = useTranslation();
  return (
    <div className={`quiet ${classes.built}`} title={id}>
      {t("configure.of", { id: id.slice(-8) })}
    </div>
  );
}
