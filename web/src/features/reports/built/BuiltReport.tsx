/** A report that somebody built: run over what its reader sees, changed, shared, had as files, removed. */
import { Button, Menu, Modal, Skeleton } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconDotsVertical, IconDownload } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useParams, useSearchParams } from "react-router";
import { cache } from "@/api/queries";
import { download, removeRecord } from "@/api/records";
import { useMay } from "@/components/person";
import { Refused } from "@/records/Empty";
import { useProblemText } from "@/records/problemText";
import { Shown } from "../Report";
import { Sharing } from "../Sharing";
import { SendRegularly } from "../schedules/SendRegularly";
import type { Built } from "./definition";
import { useBuilt, useKindOf, useTables } from "./hooks";

const FORMATS = ["csv", "xlsx", "jsonl"] as const;

export default function BuiltReport() {
  const { id = "" } = useParams();
  const read = useBuilt(id);
  const tables = useTables();
  const kindOf = useKindOf();
  const failed = [read, tables].find((each) => each.isError);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words change with the tables, which are of one language
  const kind = useMemo(
    () => (read.data && tables.data ? kindOf(read.data, tables.data) : null),
    [read.data, tables.data],
  );
  if (failed) return <Refused reason={failed.error} onRetry={() => void failed.refetch()} />;
  if (!read.data || !kind) return <Skeleton height={400} />;
  return <Shown key={id} kind={kind} actions={<Actions built={read.data} />} />;
}

function Actions({ built }: { built: Built }) {
  const { t } = useTranslation();
  const may = useMay();
  const told = useProblemText();
  const [params] = useSearchParams();
  const [asked, ask] = useState<"share" | "remove" | null>(null);
  const give = (format: string) =>
    download(`/v1/built-reports/${built.id}/rows`, `${built.title}.${format}`, {
      ...Object.fromEntries(params),
      format,
    }).catch((reason: unknown) => notifications.show({ color: "red", message: told(reason) }));
  const { period: _, ...parameters } = Object.fromEntries(params);
  return (
    <>
      <SendRegularly
        plan={{ source: { built_report_id: built.id }, title: built.title, parameters, takesPeriod: true }}
      />
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" leftSection={<IconDownload size={15} />}>
            {t("export")}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {FORMATS.map((format) => (
            <Menu.Item key={format} onClick={() => void give(format)}>
              {t("export_as", { format: format.toUpperCase() })}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {may("reporting.built_report:share") && (
        <Button variant="default" onClick={() => ask("share")}>
          {t("share")}
        </Button>
      )}
      {may("reporting.built_report:change") && (
        <Button component={Link} to={`/reports/built/${built.id}/edit`}>
          {t("change")}
        </Button>
      )}
      {may("reporting.built_report:remove") && (
        <Menu position="bottom-end">
          <Menu.Target>
            <Button variant="default" px={8} aria-label={t("more_actions")}>
              <IconDotsVertical size={16} />
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item color="red" onClick={() => ask("remove")}>
              {t("remove_named", { name: built.title })}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
      {asked === "share" && (
        <Sharing path={`/v1/built-reports/${built.id}`} title={built.title} onClose={() => ask(null)} />
      )}
      {asked === "remove" && (
        <Removal path="/v1/built-reports" id={built.id} name={built.title} to="/reports" onClose={() => ask(null)} />
      )}
    </>
  );
}

interface RemovalProps {
  path: "/v1/built-reports" | "/v1/dashboards";
  id: string;
  name: string;
  to: string;
  onClose: () => void;
}

/** What cannot be brought back is asked once more. */
export function Removal({ path, id, name, to, onClose }: RemovalProps) {
  const { t } = useTranslation();
  const go = useNavigate();
  const told = useProblemText();
  const remove = async () => {
    try {
      await removeRecord(path, id);
      void go(to);
      await cache.invalidateQueries({ queryKey: ["records", path.slice(4), "all"] });
    } catch (reason) {
      notifications.show({ color: "red", message: told(reason) });
      onClose();
    }
  };
  return (
    <Modal opened onClose={onClose} title={t("remove_named", { name })} closeButtonProps={{ "aria-label": t("close") }}>
      <p>{t("remove_for_good")}</p>
      <Button color="red" fullWidth onClick={() => void remove()}>
        {t("remove")}
      </Button>
    </Modal>
  );
}
