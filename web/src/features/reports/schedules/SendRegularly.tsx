import { Button } from "@mantine/core";
import { IconMail } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMay } from "@/components/person";
import { type Plan, ScheduleForm } from "./ScheduleForm";

/** From a report straight to having it sent. */
export function SendRegularly({ plan }: { plan: Plan }) {
  const { t } = useTranslation();
  const may = useMay();
  const [isOpen, setOpen] = useState(false);
  if (!may("gateway.report_schedule:create")) return null;
  return (
    <>
      <Button variant="default" leftSection={<IconMail size={15} />} onClick={() => setOpen(true)}>
        {t("schedules.send_regularly")}
      </Button>
      {isOpen && <ScheduleForm plan={plan} onClose={() => setOpen(false)} />}
    </>
  );
}
