/** How the widgets of a dashboard lie on its grid of twelve columns. In plain functions: no screen, no calls. */
import type { Answer } from "../api";

export interface Place {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Widget {
  title: string | null;
  report: string | null;
  built_report_id: string | null;
  parameters: Record<string, string>;
  chart: string | null;
  place: Place | null;
  data?: Answer | null;
  error?: { code: string; detail: string } | null;
}

export const WIDEST = 12;
const LEAST = { width: 3, height: 2 };
const FIRST = { width: 6, height: 4 };

const clamp = (value: number, least: number) => Math.min(Math.max(value, least), WIDEST);

/** From left to right, then below the highest of the row: the order alone says where each lies. */
export function packed(widgets: Widget[]): Widget[] {
  let [x, y, tallest] = [0, 0, 0];
  return widgets.map((each) => {
    const { width, height } = each.place ?? FIRST;
    if (x + width > WIDEST) [x, y, tallest] = [0, y + tallest, 0];
    const place = { x, y, width, height };
    x += width;
    tallest = Math.max(tallest, height);
    return { ...each, place };
  });
}

/** In the order in which they are read. Those without a place come last; as soon as one has none, all are laid anew. */
export function laidOut(widgets: Widget[]): Widget[] {
  const at = ({ place }: Widget) => (place ? place.y * WIDEST + place.x : Number.POSITIVE_INFINITY);
  const ordered = [...widgets].sort((one, other) => (at(one) === at(other) ? 0 : at(one) - at(other)));
  return ordered.every((each) => each.place) ? ordered : packed(ordered);
}

export function moved(widgets: Widget[], from: number, to: number): Widget[] {
  const next = [...widgets];
  const [one] = next.splice(from, 1);
  if (one) next.splice(Math.min(Math.max(to, 0), next.length), 0, one);
  return packed(next);
}

export function resized(widgets: Widget[], at: number, wider: number, taller: number): Widget[] {
  const next = widgets.map((each, place) => {
    const size = each.place ?? { x: 0, y: 0, ...FIRST };
    if (place !== at) return each;
    const width = clamp(size.width + wider, LEAST.width);
    return { ...each, place: { ...size, width, height: clamp(size.height + taller, LEAST.height) } };
  });
  return packed(next);
}

/** What the API takes of a widget: no more than was said. */
export function toldOf(widget: Widget): Record<string, unknown> {
  const { title, report, built_report_id, parameters, chart, place } = widget;
  const said = Object.entries({ title, report, built_report_id, chart, place }).filter(([, value]) => value);
  return { ...Object.fromEntries(said), parameters };
}

/** Tells widgets apart while they are moved about: two of one report by which of them comes first. */
export function keysOf(widgets: Widget[]): string[] {
  const seen = new Map<string, number>();
  return widgets.map((each) => {
    const named = JSON.stringify([each.report, each.built_report_id, each.parameters, each.title]);
    const count = seen.get(named) ?? 0;
    seen.set(named, count + 1);
    return `${named}${count}`;
  });
}
