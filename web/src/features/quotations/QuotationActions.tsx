import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconFileTypeDocx } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { download } from "@/api/records";
import type { Row } from "@/records/contract";
import { useProblemText } from "@/records/problemText";

/** The offer as a Word document. */
export default function QuotationActions({ row }: { row: Row }) {
  const { t } = useTranslation();
  const told = useProblemText();
  const give = () =>
    download(`/v1/quotations/${row.id}/document`, `${row.number}.docx`).catch((reason: unknown) =>
      notifications.show({ color: "red", message: told(reason) }),
    );
  return (
    <Button variant="default" leftSection={<IconFileTypeDocx size={16} />} onClick={() => void give()}>
      {t("as_word")}
    </Button>
  );
}
