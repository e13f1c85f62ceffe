/** All shortcuts, straight from where they are bound. */
import { Kbd, Modal } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { KEYS } from "@/keys";
import classes from "./help.module.css";

const GROUPS = ["everywhere", "go", "list", "record"] as const;
const SHOWN: Record<string, string> = { "mod+k": "Ctrl/⌘ K", " ": "␣", ArrowDown: "↓", ArrowUp: "↑", Enter: "⏎" };

export default function Help({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened
      onClose={onClose}
      title={<strong>{t("shortcuts")}</strong>}
      size="lg"
      closeButtonProps={{ "aria-label": t("close") }}
    >
      <div className={classes.groups}>
        {GROUPS.map((group) => (
          <section key={group}>
            <h3>{t(`key_groups.${group}`)}</h3>
            <dl>
              {Object.entries(KEYS)
                .filter(([, each]) => each.group === group)
                .map(([name, each]) => (
                  <div key={name} className={classes.line}>
                    <dt>{t(`keys.${name}`)}</dt>
                    <dd>
                      {each.keys.map((key) => (
                        <Kbd key={key}>{SHOWN[key] ?? key}</Kbd>
                      ))}
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
      <p className="quiet">{t("shortcuts_rest")}</p>
    </Modal>
  );
}
