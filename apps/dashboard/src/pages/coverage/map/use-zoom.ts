import { type RefObject, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { Level } from '../grid/columns.ts';
import {
  clamp,
  nearestStep,
  scrollFor,
  stepOfLevel,
  usualLevel,
  type Zoom,
  zoomSteps,
} from '../view/zoom.ts';

/** What the address says of the zoom. */
export interface ShownZoom {
  /** Undefined for days where the whole span can be shown in days, else for months. */
  readonly level: Level | undefined;
  /** Width of a day in CSS pixels; undefined for the usual one of the level. */
  readonly dayWidth: number | undefined;
}

/** The zoom of the map. */
export interface MapZoom {
  readonly zoom: Zoom;
  /** What was chosen last; another object after each choice. */
  readonly chosen: ShownZoom;
  /** One step in or out, by which the day under a point of the plot stays there. */
  readonly step: (by: 1 | -1, anchor: number) => void;
  readonly choose: (level: Level) => void;
}

/** Keeps the step of the zoom, and scrolls so that what was in view stays there. */
export function useZoom(
  scroller: RefObject<HTMLElement | null>,
  { days, rows, width, height }: { days: number; rows: number; width: number; height: number },
  shown: ShownZoom,
): MapZoom {
  const steps = useMemo(() => zoomSteps({ days, rows, width, height }), [days, rows, width, height]);
  const [chosen, setChosen] = useState(shown);
  const level = chosen.level ?? usualLevel(steps);
  const at =
    chosen.dayWidth === undefined ? stepOfLevel(steps, level) : nearestStep(steps, level, chosen.dayWidth);
  const zoom = steps[at] ?? { level: 'day', dayWidth: 1, rowHeight: 1 };
  const before = useRef<Zoom>(zoom);
  const anchor = useRef(width / 2);
  useLayoutEffect(() => {
    const { current: host } = scroller;
    const from = before.current;
    before.current = zoom;
    if (host === null || from.dayWidth === zoom.dayWidth) return;
    const day = (host.scrollLeft + anchor.current) / from.dayWidth;
    const row = (host.scrollTop + height / 2) / from.rowHeight;
    host.scrollLeft = scrollFor(day, anchor.current, zoom.dayWidth);
    host.scrollTop = scrollFor(row, height / 2, zoom.rowHeight);
  }, [scroller, zoom, height]);
  const go = (to: number, point: number): void => {
    const next = steps[clamp(to, 0, steps.length - 1)];
    if (next === undefined) return;
    anchor.current = point;
    setChosen({ level: next.level, dayWidth: next.dayWidth });
  };
  return {
    zoom,
    chosen,
    step: (by, point) => go(at + by, point),
    choose: (next) => go(stepOfLevel(steps, next), anchor.current),
  };
}
