/** The edge of a column, which makes it wider and narrower: drawn by hand, or moved by the arrow keys. */
import { type KeyboardEvent, type PointerEvent, useRef } from "react";
import { useTranslation } from "react-i18next";
import classes from "./list.module.css";
import { NARROWEST, WIDEST, within } from "./widths";

const STEP = 16;

interface Props {
  label: string;
  width: number;
  onDraw: (width: number | null) => void;
}

export function Edge({ label, width, onDraw }: Props) {
  const { t } = useTranslation();
  const begun = useRef<{ x: number; width: number } | null>(null);
  const begin = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    event.preventDefault();
    event.currentTarget.focus();
    event.currentTarget.setPointerCapture(event.pointerId);
    const now = event.currentTarget.parentElement?.getBoundingClientRect().width ?? width;
    begun.current = { x: event.clientX, width: now };
  };
  const draw = (event: PointerEvent<HTMLElement>) => {
    if (begun.current) onDraw(begun.current.width + event.clientX - begun.current.x);
  };
  const end = () => {
    begun.current = null;
  };
  const press = (event: KeyboardEvent<HTMLElement>) => {
    const now = event.currentTarget.parentElement?.getBoundingClientRect().width ?? width;
    const next: Record<string, number | null> = {
      ArrowLeft: now - STEP,
      ArrowRight: now + STEP,
      Home: NARROWEST,
      Enter: null,
    };
    if (!(event.key in next)) return;
    event.preventDefault();
    event.stopPropagation();
    onDraw(next[event.key] ?? null);
  };
  return (
    <div
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={t("column_width", { column: label })}
      aria-valuemin={NARROWEST}
      aria-valuemax={WIDEST}
      aria-valuenow={within(width)}
      title={t("column_width_hint")}
      className={classes.edge}
      onPointerDown={begin}
      onPointerMove={draw}
      onPointerUp={end}
      onPointerCancel={end}
      onDoubleClick={() => onDraw(null)}
      onKeyDown={press}
    />
  );
}
