import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useMay } from "@/components/person";
import type { Row } from "@/records/contract";

export default function ConvertAction({ row }: { row: Row }) {
  const { t } = useTranslation();
  const may = useMay();
  if (!may("sales.lead:convert") || !["new", "qualified"].includes(String(row.status))) return null;
  return (
    <Button component={Link} to={`/leads/${row.id}/convert`}>
      {t("convert")}
    </Button>
  );
}
