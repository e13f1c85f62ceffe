import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useMay } from "@/components/person";
import type { Row } from "@/records/contract";

/** From a deal straight to a quotation for it. */
export default function OfferAction({ row }: { row: Row }) {
  const { t } = useTranslation();
  const may = useMay();
  if (!may("sales.quotation:create") || row.status !== "open") return null;
  return (
    <Button component={Link} to={`/quotations/new?opportunity_id=${row.id}`} variant="default">
      {t("quote")}
    </Button>
  );
}
