import { IconLayoutKanban, IconList } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { LinkSwitch } from "@/components/LinkSwitch";

/** Deals as a list or as a board. */
export function Switcher() {
  const { t } = useTranslation();
  return (
    <LinkSwitch
      label={t("look")}
      sides={[
        { to: "/opportunities", label: t("list"), icon: <IconList size={15} aria-hidden /> },
        { to: "/opportunities/board", label: t("board"), icon: <IconLayoutKanban size={15} aria-hidden /> },
      ]}
    />
  );
}
