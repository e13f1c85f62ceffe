import { Menu, UnstyledButton, useMantineColorScheme } from "@mantine/core";
import { IconKey, IconKeyboard, IconLogout, IconMoon, IconSearch, IconSun } from "@tabler/icons-react";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { signOut } from "@/api/session";
import { Face } from "@/components/Face";
import { usePerson } from "@/components/person";
import { LanguageMenu } from "./LanguageMenu";
import classes from "./shell.module.css";

interface Props {
  bell: ReactNode;
  onSearch: () => void;
  onHelp: () => void;
  onLeave: () => void;
}

export function TopBar({ bell, onSearch, onHelp, onLeave }: Props) {
  const { t } = useTranslation();
  return (
    <>
      <UnstyledButton className={classes.search} onClick={onSearch}>
        <IconSearch size={16} aria-hidden />
        <span className="cut">{t("search_or_jump")}</span>
        <kbd>{"Ctrl K"}</kbd>
      </UnstyledButton>
      <span className={classes.space} />
      <LineState />
      <LanguageMenu />
      {bell}
      <MeMenu onHelp={onHelp} onLeave={onLeave} />
    </>
  );
}

/** Says so while the browser has no network. */
function LineState() {
  const { t } = useTranslation();
  const [isAway, setAway] = useState(!navigator.onLine);
  useEffect(() => {
    const look = () => setAway(!navigator.onLine);
    window.addEventListener("online", look);
    window.addEventListener("offline", look);
    return () => {
      window.removeEventListener("online", look);
      window.removeEventListener("offline", look);
    };
  }, []);
  return (
    <span role="status" className="danger">
      {isAway ? t("offline") : ""}
    </span>
  );
}

function MeMenu({ onHelp, onLeave }: { onHelp: () => void; onLeave: () => void }) {
  const { t } = useTranslation();
  const me = usePerson();
  const go = useNavigate();
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  const isDark =
    colorScheme === "dark" || (colorScheme === "auto" && window.matchMedia("(prefers-color-scheme: dark)").matches);
  const leave = () => void signOut().finally(onLeave);
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <UnstyledButton className={classes.face} aria-label={t("account_of", { name: me.name })} ml={6}>
          <Face name={me.name ?? ""} size={28} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {me.name}
          <br />
          {me.org_unit?.name}
        </Menu.Label>
        <Menu.Item
          leftSection={isDark ? <IconSun size={16} /> : <IconMoon size={16} />}
          onClick={() => setColorScheme(isDark ? "light" : "dark")}
        >
          {isDark ? t("light_theme") : t("dark_theme")}
        </Menu.Item>
        <Menu.Item leftSection={<IconKey size={16} />} onClick={() => go("/account")}>
          {t("account")}
        </Menu.Item>
        <Menu.Item leftSection={<IconKeyboard size={16} />} rightSection={<kbd>{"?"}</kbd>} onClick={onHelp}>
          {t("shortcuts")}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={leave}>
          {t("sign_out")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
