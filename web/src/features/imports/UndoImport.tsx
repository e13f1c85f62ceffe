/** Taking an import back, with what became of it. */
import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { cache } from "@/api/queries";
import { undoJob } from "@/api/records";
import { useMay } from "@/components/person";
import { useProblemText } from "@/records/problemText";
import { fetchJob, type Import } from "./api";

const EVERY = 500;

async function ended(id: string) {
  for (;;) {
    const job = await fetchJob(id);
    if (job.state !== "running") return job;
    await new Promise((resolve) => setTimeout(resolve, EVERY));
  }
}

export function UndoImport({ told }: { told: Import }) {
  const { t } = useTranslation();
  const may = useMay();
  const said = useProblemText();
  const [isBusy, setBusy] = useState(false);
  const [isDone, setDone] = useState(false);
  if (!may("gateway.job:undo") || told.counts.created + told.counts.updated === 0) return null;
  const undo = async () => {
    setBusy(true);
    try {
      const begun = (await undoJob(told.id)) as { id: string };
      const job = await ended(begun.id);
      setDone(true);
      const failed = job.result?.failed ?? 0;
      const undone = t("import.undone", { count: job.result?.succeeded ?? 0 });
      const stayed = failed > 0 ? ` ${t("import.undo_stayed", { count: failed })}` : "";
      notifications.show({ message: undone + stayed, color: failed > 0 ? "yellow" : undefined, autoClose: 8000 });
      await cache.invalidateQueries({ queryKey: ["records"] });
    } catch (reason) {
      notifications.show({ title: t("undo_refused"), message: said(reason), color: "red" });
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button variant="default" onClick={() => void undo()} loading={isBusy} disabled={isDone}>
      {t("undo")}
    </Button>
  );
}
