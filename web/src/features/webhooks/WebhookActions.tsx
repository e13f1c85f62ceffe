/** What can be done to a webhook: sending a test, pausing, other events, another secret, its end. */
import { Button, Menu } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconDotsVertical } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { cache } from "@/api/queries";
import { actOnRecord } from "@/api/records";
import { useMay, usePerson } from "@/components/person";
import type { Noun, Row } from "@/records/contract";
import { useProblemText } from "@/records/problemText";
import { reread } from "@/records/useRecord";
import { useLabels } from "@/records/words";
import { MAY, type Webhook } from "./api";
import { ChangeEvents, Removal, Rotation } from "./WebhookChanges";

type Asked = "events" | "rotate" | "remove";

export default function WebhookActions({ noun, row }: { noun: Noun; row: Row }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const told = useProblemText();
  const may = useMay();
  const me = usePerson();
  const [asked, ask] = useState<Asked | null>(null);
  const webhook = row as Webhook;
  const { status } = webhook;
  const isOwn = webhook.owner?.id === me.id;
  const act = async (verb: string) => {
    try {
      await actOnRecord("/v1/webhooks", row.id, verb, {});
      notifications.show({
        message: verb === "test" ? t("webhook.test_sent") : t("done", { verb: labels.verb(verb) }),
      });
    } catch (reason) {
      notifications.show({ color: "red", message: told(reason) });
    }
    await reread(noun, row.id);
    await cache.invalidateQueries({ queryKey: ["records", "webhook-deliveries"] });
  };
  const rest: [Asked, string][] = [
    ...(isOwn && may(MAY.change) ? [["events", t("webhook.change_events")] as [Asked, string]] : []),
    ...(isOwn && may(MAY.rotate) ? [["rotate", labels.verb("rotate-secret")] as [Asked, string]] : []),
    ...(may(MAY.remove) ? [["remove", t("webhook.end")] as [Asked, string]] : []),
  ];
  if (status === "removed") return null;
  return (
    <>
      {status === "active" && may(MAY.send) && (
        <Button onClick={() => void act("test")}>{t("webhook.send_test")}</Button>
      )}
      {may(MAY.switch) && (
        <Button variant="default" onClick={() => void act(status === "active" ? "pause" : "resume")}>
          {labels.verb(status === "active" ? "pause" : "resume")}
        </Button>
      )}
      {rest.length > 0 && (
        <Menu position="bottom-end">
          <Menu.Target>
            <Button variant="default" px={8} aria-label={t("more_actions")}>
              <IconDotsVertical size={16} />
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {rest.map(([name, label]) => (
              <Menu.Item key={name} color={name === "remove" ? "red" : undefined} onClick={() => ask(name)}>
                {label}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      {asked === "events" && <ChangeEvents noun={noun} webhook={webhook} onClose={() => ask(null)} />}
      {asked === "rotate" && <Rotation noun={noun} webhook={webhook} onClose={() => ask(null)} />}
      {asked === "remove" && <Removal webhook={webhook} onClose={() => ask(null)} />}
    </>
  );
}
