/** What is shown this once: a secret, with a button that copies it. */
import { Alert, Button } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import classes from "./secret.module.css";

export function Secret({ title, secret }: { title: string; secret: string }) {
  const { t } = useTranslation();
  const [isCopied, setCopied] = useState(false);
  const text = useRef<HTMLElement>(null);
  /** Without https the browser lends no clipboard: then the secret is marked, ready to be copied by keys. */
  const copy = async () => {
    if (text.current) window.getSelection()?.selectAllChildren(text.current);
    try {
      await navigator.clipboard.writeText(secret);
      setCopied(true);
    } catch {
      setCopied(false);
    }
  };
  return (
    <Alert color="teal" title={title} role="status">
      <div className={classes.row}>
        <code ref={text} className={classes.secret}>
          {secret}
        </code>
        <Button
          variant="default"
          leftSection={isCopied ? <IconCheck size={15} /> : <IconCopy size={15} />}
          onClick={() => void copy()}
        >
          {isCopied ? t("copied") : t("copy")}
        </Button>
      </div>
    </Alert>
  );
}
