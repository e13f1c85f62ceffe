/** One widget: its chart, the same figures as a table, the way to its records; and, while arranging, its handles. */
import { Drawer, Menu, Skeleton } from "@mantine/core";
import { IconArrowsMove } from "@tabler/icons-react";
import { type CSSProperties, type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import chart from "@/charts/chart.module.css";
import type { ReportKind } from "../api";
import { Behind } from "../Behind";
import { Figure } from "../Figure";
import { ReportTable } from "../ReportTable";
import type { Widget } from "./arranging";
import classes from "./dashboards.module.css";
import { useResize } from "./useResize";

export interface Arranges {
  onMove: (by: number) => void;
  onResize: (wider: number, taller: number) => void;
  onRemove: () => void;
  onDropped: (from: number) => void;
}

interface Props {
  widget: Widget;
  kind: ReportKind | null;
  at: number;
  arranges?: Arranges;
}

const ROW = 92;
const AROUND = 118;

export function Tile({ widget, kind, at, arranges }: Props) {
  const [isOver, setOver] = useState(false);
  const { ref, grip } = useResize(arranges?.onResize);
  const { t } = useTranslation();
  const title = widget.title ?? kind?.title ?? t("report");
  const place = widget.place ?? { x: 0, y: 0, width: 6, height: 4 };
  const to = widget.report ? `/reports/${widget.report}` : `/reports/built/${widget.built_report_id}`;
  const asked = new URLSearchParams(widget.parameters).toString();
  const style = {
    "--column": `${place.x + 1} / span ${place.width}`,
    "--row": `${place.y + 1} / span ${place.height}`,
  } as CSSProperties;
  return (
    <article
      ref={ref}
      className={`card ${classes.tile}`}
      style={style}
      aria-label={title}
      data-over={isOver || undefined}
      onDragOver={(event) => {
        if (!arranges) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        const from = event.dataTransfer.getData("text/plain");
        if (from !== "" && Number(from) !== at) arranges?.onDropped(Number(from));
      }}
    >
      <header
        className={classes.head}
        draggable={arranges !== undefined}
        onDragStart={(event) => event.dataTransfer.setData("text/plain", String(at))}
      >
        <h2>{arranges || widget.error ? title : <Link to={asked ? `${to}?${asked}` : to}>{title}</Link>}</h2>
        {arranges && <Arrange title={title} at={at} {...arranges} />}
      </header>
      <Content widget={widget} kind={kind} height={place.height * ROW - AROUND} />
      {arranges && <span className={classes.grip} aria-hidden {...grip} />}
    </article>
  );
}

/** By keys on the handle, or from its menu: arrows move it, with Shift they make it larger or smaller. */
function Arrange({ title, at, onMove, onResize, onRemove }: Arranges & { title: string; at: number }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const keyed = (event: KeyboardEvent) => {
    const step = { ArrowLeft: [-1, 0], ArrowUp: [0, -1], ArrowRight: [1, 0], ArrowDown: [0, 1] }[event.key];
    if (!step || isOpen) return;
    event.preventDefault();
    const [across = 0, down = 0] = step;
    if (event.shiftKey) onResize(across, down);
    else onMove(across + down);
  };
  return (
    <Menu opened={isOpen} onChange={setOpen} position="bottom-end">
      <Menu.Target>
        <button
          type="button"
          data-handle={at}
          className={classes.handle}
          aria-label={t("arrange_widget", { name: title })}
          onKeyDown={keyed}
        >
          <IconArrowsMove size={16} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => onMove(-1)}>{t("move_earlier")}</Menu.Item>
        <Menu.Item onClick={() => onMove(1)}>{t("move_later")}</Menu.Item>
        <Menu.Item onClick={() => onResize(1, 0)}>{t("wider")}</Menu.Item>
        <Menu.Item onClick={() => onResize(-1, 0)}>{t("narrower")}</Menu.Item>
        <Menu.Item onClick={() => onResize(0, 1)}>{t("taller")}</Menu.Item>
        <Menu.Item onClick={() => onResize(0, -1)}>{t("lower")}</Menu.Item>
        <Menu.Divider />
        <Menu.Item color="red" onClick={onRemove}>
          {t("remove")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function Content({ widget, kind, height }: { widget: Widget; kind: ReportKind | null; height: number }) {
  const { t } = useTranslation();
  const [drill, setDrill] = useState<string | null>(null);
  if (widget.error) return <p className="quiet">{widget.error.detail}</p>;
  if (!widget.data || !kind) return <Skeleton height={height} />;
  const isDrawn = kind.chart !== "none" || Boolean(widget.data.chart);
  const table = <ReportTable kind={kind} answer={widget.data} onDrill={setDrill} />;
  return (
    <div className={classes.content}>
      {isDrawn ? (
        <>
          <Figure kind={kind} answer={widget.data} onDrill={setDrill} height={Math.max(height, 120)} />
          <details className={chart.twin}>
            <summary>{t("show_table")}</summary>
            {table}
          </details>
        </>
      ) : (
        table
      )}
      <Drawer
        opened={drill !== null}
        onClose={() => setDrill(null)}
        position="right"
        size={520}
        title={<strong>{t("records_behind")}</strong>}
        closeButtonProps={{ "aria-label": t("close") }}
      >
        {drill !== null && <Behind kind={kind} parameters={widget.parameters} drill={drill} />}
      </Drawer>
    </div>
  );
}
