/** The files of a record: taking them in, giving them out. */
import { ActionIcon, Button, FileButton, Group } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconDownload, IconPaperclip, IconTrash, IconUsers, IconUsersMinus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { cache } from "@/api/queries";
import { type Attachment, attachFile, download, fetchPart, removeFile, setForPartners } from "@/api/records";
import { useMay } from "@/components/person";
import { useWritten } from "@/i18n/format";
import type { Noun, Part } from "./contract";
import { Refused } from "./Empty";
import { useProblemText } from "./problemText";
import classes from "./record.module.css";

/** Who may link a partner to a deal may give it files too. */
const LINK = "sales.opportunity_partner:link";
const UNLINK = "sales.opportunity_partner:unlink";

export function Files({ noun, id, part }: { noun: Noun; id: string; part: Part }) {
  const { t } = useTranslation();
  const written = useWritten();
  const may = useMay();
  const told = useProblemText();
  const [isBusy, setBusy] = useState(false);
  const key = ["records", noun.key, id, "files"];
  const read = useQuery({ queryKey: key, queryFn: () => fetchPart<{ data: Attachment[] }>(noun.path, id, "files") });
  const run = async (work: Promise<unknown>) => {
    setBusy(true);
    await work.catch((reason: unknown) => notifications.show({ color: "red", message: told(reason) }));
    setBusy(false);
    await cache.invalidateQueries({ queryKey: key });
  };
  if (read.isError) return <Refused reason={read.error} onRetry={() => void read.refetch()} />;
  const files = read.data?.data ?? [];
  return (
    <div className={classes.stack}>
      {may(part.adds) && (
        <FileButton
          onChange={(file) => file && void run(attachFile(noun.path, id, file))}
          inputProps={{ "aria-label": t("attach_file") }}
        >
          {(props) => (
            <Button
              {...props}
              variant="default"
              leftSection={<IconPaperclip size={15} />}
              loading={isBusy}
              w="fit-content"
            >
              {t("attach_file")}
            </Button>
          )}
        </FileButton>
      )}
      {read.data && files.length === 0 && <p className="quiet">{t("no_files")}</p>}
      {files.map((file) => (
        <Group key={file.id} justify="space-between" wrap="nowrap" className={classes.note}>
          <div>
            <strong>{file.name}</strong>
            <div className={classes.when}>
              {file.author?.name} · {written.ago(file.created_at)} ·{" "}
              {t("kilobytes", { count: Math.ceil((file.size ?? 0) / 1024) })}
              {file.for_partners && ` · ${t("for_partners")}`}
            </div>
          </div>
          <Group gap={4} wrap="nowrap">
            <ActionIcon
              aria-label={t("download_file", { name: file.name })}
              onClick={() => void run(download(`${noun.path}/${id}/files/${file.id}/content`, file.name))}
            >
              <IconDownload size={16} />
            </ActionIcon>
            {noun.key === "opportunities" && may(file.for_partners ? UNLINK : LINK) && (
              <ActionIcon
                variant="subtle"
                aria-label={
                  file.for_partners
                    ? t("close_to_partners", { name: file.name })
                    : t("open_to_partners", { name: file.name })
                }
                onClick={() => void run(setForPartners(noun.path, id, file))}
              >
                {file.for_partners ? <IconUsersMinus size={16} /> : <IconUsers size={16} />}
              </ActionIcon>
            )}
            {may(part.adds) && (
              <ActionIcon
                color="red"
                aria-label={t("remove_file", { name: file.name })}
                onClick={() => void run(removeFile(noun.path, id, file.id))}
              >
                <IconTrash size={16} />
              </ActionIcon>
            )}
          </Group>
        </Group>
      ))}
    </div>
  );
}
