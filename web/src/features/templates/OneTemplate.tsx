/** One template: what it fills in, its file, and what is wrong with one that was refused. */
import { Alert, Button, FileButton, Modal } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconDownload, IconUpload } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "@/api/problem";
import { removeRecord } from "@/api/records";
import { useMay } from "@/components/person";
import { Tag } from "@/components/Tag";
import { useWritten } from "@/i18n/format";
import { useProblemText } from "@/records/problemText";
import record from "@/records/record.module.css";
import { useLabels } from "@/records/words";
import { downloadTemplate, MAY, PATH, type Template, uploadTemplate } from "./api";
import classes from "./templates.module.css";

const WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document,.docx";

interface Props {
  template: Template;
  onChanged: () => Promise<void>;
}

export function OneTemplate({ template, onChanged }: Props) {
  const { t } = useTranslation();
  const labels = useLabels();
  const written = useWritten();
  const told = useProblemText();
  const may = useMay();
  const [refused, setRefused] = useState<{ file: string; reason: unknown } | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [isLeaving, setLeaving] = useState(false);
  const { name } = template;
  const upload = async (file: File) => {
    setBusy(true);
    setRefused(null);
    try {
      await uploadTemplate(template.id, file);
      notifications.show({ message: t("template.taken", { name }) });
      await onChanged();
    } catch (reason) {
      setRefused({ file: file.name, reason });
    }
    setBusy(false);
  };
  const refuse = (reason: unknown) => void notifications.show({ color: "red", message: told(reason) });
  const remove = () => removeRecord(PATH, template.id).then(onChanged, refuse);
  return (
    <article className={`card ${record.panel} ${record.stack}`} aria-label={name}>
      <div className={record.titles}>
        <h2>{name}</h2>
        <Tag tone="grey">{labels.choice(template.kind)}</Tag>
        <span className={record.space} />
        <div className={record.actions}>
          <Button
            variant="default"
            leftSection={<IconDownload size={15} />}
            aria-label={t("download_file", { name })}
            onClick={() => void downloadTemplate(template).catch(refuse)}
          >
            {t("download")}
          </Button>
          {may(MAY.upload) && (
            <FileButton
              accept={WORD}
              onChange={(file) => file && void upload(file)}
              inputProps={{ "aria-label": t("template.upload_named", { name }) }}
            >
              {(props) => (
                <Button {...props} variant="default" leftSection={<IconUpload size={15} />} loading={isBusy}>
                  {t("template.upload")}
                </Button>
              )}
            </FileButton>
          )}
          {may(MAY.remove) && (
            <Button variant="subtle" color="red" onClick={() => setLeaving(true)}>
              {t("remove")}
            </Button>
          )}
        </div>
      </div>
      <p className="quiet">
        {t("template.about", {
          when: written.moment(template.uploaded_at),
          size: t("kilobytes", { count: Math.ceil(template.size / 1024) }),
        })}
      </p>
      {refused && <Fault {...refused} />}
      <details>
        <summary>{t("template.fills", { count: template.fields_named.length })}</summary>
        <Names names={template.fields_named} />
      </details>
      <Modal
        opened={isLeaving}
        onClose={() => setLeaving(false)}
        title={t("remove_named", { name })}
        closeButtonProps={{ "aria-label": t("close") }}
      >
        <div className={record.stack}>
          <p>{t("remove_for_good")}</p>
          <Button color="red" w="fit-content" onClick={() => void remove()}>
            {t("remove_named", { name })}
          </Button>
        </div>
      </Modal>
    </article>
  );
}

/** Which names in the file are wrong, and which ones there are instead. The template stays as it was. */
function Fault({ file, reason }: { file: string; reason: unknown }) {
  const { t } = useTranslation();
  const told = useProblemText();
  const body = reason instanceof Problem ? reason.body : {};
  const fields = (body.fields as string[] | undefined) ?? [];
  const known = (body.known as string[] | undefined) ?? [];
  return (
    <Alert color="red" role="alert" title={t("template.refused", { file })}>
      <p>{told(reason)}</p>
      {fields.length > 0 && (
        <>
          <strong>{t("template.faults")}</strong>
          <Names names={fields} isWrong />
        </>
      )}
      {known.length > 0 && (
        <details>
          <summary>{t("template.known")}</summary>
          <Names names={known} />
        </details>
      )}
      <p className="quiet">{t("template.stays")}</p>
    </Alert>
  );
}

function Names({ names, isWrong = false }: { names: string[]; isWrong?: boolean }) {
  return (
    <ul className={classes.names} data-wrong={isWrong || undefined}>
      {names.map((each) => (
        <li key={each}>
          <code>{`{{ ${each} }}`}</code>
        </li>
      ))}
    </ul>
  );
}
