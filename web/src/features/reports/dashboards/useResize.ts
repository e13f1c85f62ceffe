/** Pulling a widget larger or smaller by its corner, in steps of the grid. */
import { type PointerEvent, useRef } from "react";

const COLUMNS = 12;
const ROW = 92;

export function useResize(onResize?: (wider: number, taller: number) => void) {
  const ref = useRef<HTMLElement>(null);
  const begun = useRef<{ x: number; y: number } | null>(null);
  const steps = (event: PointerEvent) => {
    const from = begun.current ?? { x: event.clientX, y: event.clientY };
    const column = (ref.current?.parentElement?.clientWidth ?? 0) / COLUMNS || 1;
    return [Math.round((event.clientX - from.x) / column), Math.round((event.clientY - from.y) / ROW)] as const;
  };
  const grip = {
    onPointerDown: (event: PointerEvent) => {
      event.preventDefault();
      event.currentTarget.setPointerCapture(event.pointerId);
      begun.current = { x: event.clientX, y: event.clientY };
    },
    onPointerUp: (event: PointerEvent) => {
      const [wider, taller] = steps(event);
      begun.current = null;
      if (wider !== 0 || taller !== 0) onResize?.(wider, taller);
    },
  };
  return { ref, grip };
}
