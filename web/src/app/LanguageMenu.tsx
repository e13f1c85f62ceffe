import { ActionIcon, Menu } from "@mantine/core";
import { IconLanguage } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { cache } from "@/api/queries";
import { chooseLanguage, LANGUAGES } from "@/i18n";

const NAMES = { en: "English", zh: "中文" } as const;

export function LanguageMenu() {
  const { t, i18n } = useTranslation();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={t("language")}>
          <IconLanguage size={18} stroke={1.7} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {LANGUAGES.map((each) => (
          <Menu.Item
            key={each}
            lang={each}
            aria-current={i18n.language === each}
            onClick={() => void chooseLanguage(each).then(() => cache.invalidateQueries({ queryKey: ["reports"] }))}
          >
            {NAMES[each]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
