/** The dashboards that one sees, and a new one. */
import { Button, Modal, Skeleton, TextInput } from "@mantine/core";
import { IconLayoutDashboard, IconPlus } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { cache } from "@/api/queries";
import { createRecord } from "@/api/records";
import { useMay } from "@/components/person";
import { Refused } from "@/records/Empty";
import { useProblemText } from "@/records/problemText";
import record from "@/records/record.module.css";
import reports from "../reports.module.css";
import { type Dashboard, useDashboards } from "./hooks";

export default function Dashboards() {
  const { t } = useTranslation();
  const may = useMay();
  const [isNew, setNew] = useState(false);
  const read = useDashboards();
  if (read.isError) return <Refused reason={read.error} onRetry={() => void read.refetch()} />;
  return (
    <>
      <nav className={record.crumb} aria-label={t("places.reports")}>
        <Link to="/reports">{t("places.reports")}</Link>
      </nav>
      <div className={reports.head}>
        <h1>{t("dashboards")}</h1>
        <span className={record.space} />
        {may("reporting.dashboard:create") && (
          <Button leftSection={<IconPlus size={15} />} onClick={() => setNew(true)}>
            {t("new_dashboard")}
          </Button>
        )}
      </div>
      {read.isPending && <Skeleton height={200} />}
      <ul className={reports.catalogue}>
        {read.data?.data.map((each) => (
          <li key={each.id}>
            <Link to={`/dashboards/${each.id}`} className={`card ${reports.entry}`}>
              <IconLayoutDashboard size={20} stroke={1.6} aria-hidden />
              <strong>{each.title}</strong>
              <span className="quiet">{(each.owner as { name?: string } | null)?.name}</span>
            </Link>
          </li>
        ))}
      </ul>
      {read.data?.data.length === 0 && <p className="quiet">{t("no_dashboards")}</p>}
      {isNew && <NewDashboard onClose={() => setNew(false)} />}
    </>
  );
}

function NewDashboard({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const go = useNavigate();
  const told = useProblemText();
  const [title, setTitle] = useState("");
  const [refusal, setRefusal] = useState("");
  const create = async (event: FormEvent) => {
    event.preventDefault();
    try {
      const made = await createRecord<Dashboard>("/v1/dashboards", { title });
      await cache.invalidateQueries({ queryKey: ["records", "dashboards", "all"] });
      void go(`/dashboards/${made.id}?arrange=yes`);
    } catch (reason) {
      setRefusal(told(reason));
    }
  };
  return (
    <Modal opened onClose={onClose} title={t("new_dashboard")} closeButtonProps={{ "aria-label": t("close") }}>
      <form onSubmit={create} className={record.stack}>
        <TextInput
          label={t("fields.title")}
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
          error={refusal}
          maxLength={200}
          required
          data-autofocus
        />
        <Button type="submit">{t("create")}</Button>
      </form>
    </Modal>
  );
}
