import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useConfigured } from "@/lines/configuring/api";
import type { Row } from "@/records/contract";

/** From a product that is built of chosen parts to choosing them. */
export default function ConfigureAction({ row }: { row: Row }) {
  const { t } = useTranslation();
  const configured = useConfigured([row.id]);
  if (!configured[row.id]) return null;
  return (
    <Button component={Link} to={`/products/${row.id}/configure`} variant="default">
      {t("configure.begin")}
    </Button>
  );
}
