import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useMay } from "@/components/person";
import type { Row } from "@/records/contract";
import { useLabels } from "@/records/words";

/** From a customer straight to an order of theirs. */
export default function OrderAction({ row }: { row: Row }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const may = useMay();
  if (!may("sales.order:create")) return null;
  return (
    <Button component={Link} to={`/orders/new?customer_id=${row.id}`} variant="default">
      {t("new_of", { one: labels.one("orders") })}
    </Button>
  );
}
