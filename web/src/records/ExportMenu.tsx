/** The whole result as a file; it is made in the background, and given when it is ready. */
import { ActionIcon, Menu } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconDownload } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { createRecord, download, fetchRecord } from "@/api/records";
import { useMay } from "@/components/person";
import { type Asking, useTree } from "./asking";
import type { Noun, Row } from "./contract";
import { useProblemText } from "./problemText";

interface Export extends Row {
  status: string;
  done: number;
  total: number | null;
  failure: string | null;
}

const FORMATS = ["csv", "xlsx", "jsonl"] as const;

async function finished(id: string, tell: (made: Export) => void): Promise<Export> {
  for (;;) {
    const made = await fetchRecord<Export>("/v1/exports", id);
    if (made.status !== "running") return made;
    tell(made);
    await new Promise((resolve) => setTimeout(resolve, 700));
  }
}

export function ExportMenu({ noun, asking }: { noun: Noun; asking: Asking }) {
  const { t } = useTranslation();
  const may = useMay();
  const told = useProblemText();
  const filter = useTree(noun, asking.filters);
  if (!may("gateway.export:create")) return null;
  const make = async (format: string) => {
    const id = notifications.show({ message: t("exporting"), loading: true, autoClose: false });
    try {
      const asked = await createRecord<Export>("/v1/exports", {
        noun: noun.key,
        format,
        filter,
        q: asking.q || undefined,
      });
      const made = await finished(asked.id, (each) =>
        notifications.update({
          id,
          message: t("export_progress", { done: each.done, total: each.total ?? "?" }),
          loading: true,
          autoClose: false,
        }),
      );
      if (made.status !== "finished") throw new Error(made.failure ?? made.status);
      await download(`/v1/exports/${made.id}/file`, `${noun.key}.${format}`);
      notifications.update({ id, message: t("exported", { count: made.done }), loading: false, autoClose: 5000 });
    } catch (reason) {
      notifications.update({ id, message: told(reason), color: "red", loading: false, autoClose: 8000 });
    }
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="default" aria-label={t("export")} title={t("export")}>
          <IconDownload size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {FORMATS.map((each) => (
          <Menu.Item key={each} onClick={() => void make(each)}>
            {t("export_as", { format: each.toUpperCase() })}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
