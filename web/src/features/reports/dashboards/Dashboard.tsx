/** A dashboard: every figure as its reader sees it; arranged by drag, by the corner, by keys or from a menu. */
import { Button, Menu, Skeleton, TextInput } from "@mantine/core";
import { IconDotsVertical, IconPlus } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams, useSearchParams } from "react-router";
import { useMay } from "@/components/person";
import { Refused } from "@/records/Empty";
import record from "@/records/record.module.css";
import { Removal } from "../built/BuiltReport";
import reports from "../reports.module.css";
import { Sharing } from "../Sharing";
import { SendRegularly } from "../schedules/SendRegularly";
import { AddWidget } from "./AddWidget";
import { keysOf, laidOut, moved, packed, resized, type Widget } from "./arranging";
import classes from "./dashboards.module.css";
import { type Dashboard as Held, useChange, useDashboard, useData, useKinds } from "./hooks";
import { Tile } from "./Tile";

export default function Dashboard() {
  const { id = "" } = useParams();
  const read = useDashboard(id);
  if (read.isError) return <Refused reason={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <Skeleton height={400} />;
  return <Shown key={id} dashboard={read.data} />;
}

function Shown({ dashboard }: { dashboard: Held }) {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const isArranging = params.get("arrange") === "yes";
  const [isAdding, setAdding] = useState(false);
  const read = useData(dashboard.id);
  const change = useChange(dashboard);
  const widgets = laidOut(read.data?.widgets ?? []);
  if (read.isError) return <Refused reason={read.error} onRetry={() => void read.refetch()} />;
  return (
    <>
      <nav className={`${record.crumb} ${classes.crumb}`} aria-label={t("dashboards")}>
        <Link to="/dashboards">{t("dashboards")}</Link>
      </nav>
      <div className={reports.head}>
        {isArranging ? (
          <TextInput
            aria-label={t("fields.title")}
            defaultValue={dashboard.title}
            maxLength={200}
            onBlur={({ currentTarget: { value } }) =>
              value.trim() && value !== dashboard.title && void change.title(value)
            }
          />
        ) : (
          <h1>{dashboard.title}</h1>
        )}
        <span className={record.space} />
        <Actions
          dashboard={dashboard}
          isArranging={isArranging}
          onArrange={(on) => setParams(on ? { arrange: "yes" } : {}, { replace: true })}
          onAdd={() => setAdding(true)}
        />
      </div>
      {isArranging && <p className="quiet">{t("arrange_hint")}</p>}
      {read.isPending && <Skeleton height={320} />}
      {read.data && widgets.length === 0 && <p className="quiet">{t("no_widgets")}</p>}
      <Grid widgets={widgets} onChange={isArranging ? (next) => void change.widgets(next) : undefined} />
      {isAdding && (
        <AddWidget
          onClose={() => setAdding(false)}
          onAdd={(widget) => {
            setAdding(false);
            void change.widgets(packed([...widgets, widget]), true);
          }}
        />
      )}
    </>
  );
}

function Grid({ widgets, onChange }: { widgets: Widget[]; onChange?: (next: Widget[]) => void }) {
  const kinds = useKinds();
  const keys = keysOf(widgets);
  const focused = useRef<number | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the order is what a move changes
  useEffect(() => {
    if (focused.current !== null) document.querySelector<HTMLElement>(`[data-handle="${focused.current}"]`)?.focus();
    focused.current = null;
  }, [keys.join("")]);
  /** A tile that is moved takes the focus of its handle along. */
  const move = (from: number, to: number) => {
    const place = Math.min(Math.max(to, 0), widgets.length - 1);
    if (place !== from) onChange?.(moved(widgets, from, place));
    focused.current = place;
  };
  return (
    <div className={classes.grid}>
      {widgets.map((widget, at) => (
        <Tile
          key={keys[at]}
          widget={widget}
          kind={kinds.of(widget)}
          at={at}
          arranges={
            onChange && {
              onMove: (by) => move(at, at + by),
              onResize: (wider, taller) => onChange(resized(widgets, at, wider, taller)),
              onRemove: () => onChange(packed(widgets.filter((_, place) => place !== at))),
              onDropped: (from) => move(from, at),
            }
          }
        />
      ))}
    </div>
  );
}

interface ActionsProps {
  dashboard: Held;
  isArranging: boolean;
  onArrange: (on: boolean) => void;
  onAdd: () => void;
}

function Actions({ dashboard, isArranging, onArrange, onAdd }: ActionsProps) {
  const { t } = useTranslation();
  const may = useMay();
  const [asked, ask] = useState<"share" | "remove" | null>(null);
  return (
    <>
      <SendRegularly plan={{ source: { dashboard_id: dashboard.id }, title: dashboard.title, takesPeriod: false }} />
      {may("reporting.dashboard:share") && (
        <Button variant="default" onClick={() => ask("share")}>
          {t("share")}
        </Button>
      )}
      {may("reporting.dashboard:change") && (
        <>
          <Button variant="default" leftSection={<IconPlus size={15} />} onClick={onAdd}>
            {t("add_widget")}
          </Button>
          <Button variant={isArranging ? "filled" : "default"} onClick={() => onArrange(!isArranging)}>
            {isArranging ? t("arranged") : t("arrange")}
          </Button>
        </>
      )}
      {may("reporting.dashboard:remove") && (
        <Menu position="bottom-end">
          <Menu.Target>
            <Button variant="default" px={8} aria-label={t("more_actions")}>
              <IconDotsVertical size={16} />
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item color="red" onClick={() => ask("remove")}>
              {t("remove_named", { name: dashboard.title })}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
      {asked === "share" && (
        <Sharing path={`/v1/dashboards/${dashboard.id}`} title={dashboard.title} onClose={() => ask(null)} />
      )}
      {asked === "remove" && (
        <Removal
          path="/v1/dashboards"
          id={dashboard.id}
          name={dashboard.title}
          to="/dashboards"
          onClose={() => ask(null)}
        />
      )}
    </>
  );
}
