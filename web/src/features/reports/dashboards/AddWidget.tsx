/** Choosing a report of the catalogue, or one that somebody built, for a dashboard. */
import { Button, Modal, Select, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import record from "@/records/record.module.css";
import { CHARTS } from "../built/definition";
import { periods } from "../periods";
import type { Widget } from "./arranging";
import { useKinds } from "./hooks";

export function AddWidget({ onAdd, onClose }: { onAdd: (widget: Widget) => void; onClose: () => void }) {
  const { t } = useTranslation();
  const { catalogue, built } = useKinds();
  const [chosen, choose] = useState<string | null>(null);
  const [title, setTitle] = useState("");
  const [period, setPeriod] = useState<string | null>(null);
  const [chart, setChart] = useState<string | null>(null);
  const kind = [...catalogue, ...built].find((each) => each.id === chosen);
  const takesPeriod = kind?.parameters.some((each) => each.name === "period") ?? false;
  const isDrawn = kind !== undefined && kind.chart !== "none" && kind.chart !== "funnel";
  const options = (kinds: typeof built) => kinds.map((each) => ({ value: each.id, label: each.title }));
  const add = (event: FormEvent) => {
    event.preventDefault();
    if (!kind) return;
    const isBuilt = built.includes(kind);
    onAdd({
      title: title || null,
      report: isBuilt ? null : kind.id,
      built_report_id: isBuilt ? kind.id : null,
      parameters: takesPeriod && period ? { period } : {},
      chart: isDrawn ? chart : null,
      place: null,
    });
  };
  return (
    <Modal opened onClose={onClose} title={t("add_widget")} closeButtonProps={{ "aria-label": t("close") }}>
      <form onSubmit={add} className={record.stack}>
        <Select
          label={t("report")}
          data={[
            { group: t("built_reports"), items: options(built) },
            { group: t("catalogue"), items: options(catalogue) },
          ]}
          value={chosen}
          onChange={choose}
          searchable
          required
        />
        <TextInput
          label={t("own_title")}
          placeholder={kind?.title}
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
          maxLength={200}
        />
        {takesPeriod && (
          <Select
            label={t("period")}
            placeholder={t("all_time")}
            data={periods(t)}
            value={period}
            onChange={setPeriod}
            clearable
          />
        )}
        {isDrawn && (
          <Select
            label={t("chart")}
            placeholder={t("as_the_report")}
            data={CHARTS.map((each) => ({ value: each, label: t(`chart_kinds.${each}`) }))}
            value={chart}
            onChange={setChart}
            clearable
          />
        )}
        <Button type="submit" disabled={!kind}>
          {t("add")}
        </Button>
      </form>
    </Modal>
  );
}
