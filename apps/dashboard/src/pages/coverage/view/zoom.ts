import type { Level } from '../grid/columns.ts';

/** How large the map is drawn: what a cell stands for, and CSS pixels of a day and of a row. */
export interface Zoom {
  readonly level: Level;
  readonly dayWidth: number;
  readonly rowHeight: number;
}

/** What the map has to show, and the room for its cells in CSS pixels. */
export interface Room {
  readonly days: number;
  readonly rows: number;
  readonly width: number;
  readonly height: number;
}

/** The widest that a day of a short map is drawn, so that all of it fits. */
const WIDEST_FIT = 48;
/** The widest that other days are drawn, and from which width on days are cells of their own, in CSS pixels. */
const [WIDEST_DAY, NARROWEST_DAY_CELL, EASY_DAY] = [28, 5, 14];
/** Rows are drawn as high as there is room for, up to that, and never lower than one pixel. */
const [HIGHEST_ROW, EASY_ROW] = [22, 18];
/** By how much a step of the zoom widens days. */
const STEP = 1.6;

/**
 * The steps of the zoom, from the widest look to single days: years and months as cells while the whole span is in view, months
 * that grow, then days. At least one step for each level, so that each can be chosen whatever the span is.
 */
export function zoomSteps({ days, rows, width, height }: Room): readonly Zoom[] {
  const fit = clamp(width / Math.max(1, days), 0.01, WIDEST_FIT);
  const widest = Math.max(fit, WIDEST_DAY);
  const low = clamp(Math.floor((100 * height) / Math.max(1, rows)) / 100, 1, HIGHEST_ROW);
  const high = Math.max(low, EASY_ROW);
  const at = (level: Level, dayWidth: number): Zoom => {
    // Rows grow with the days: all of them are in view at first, and can be read once days are cells.
    const isWhole = level !== 'day' && dayWidth === fit;
    const share = isWhole
      ? 0
      : level === 'day'
        ? 1
        : Math.log(dayWidth / fit) / Math.log(NARROWEST_DAY_CELL / fit);
    const rowHeight = low + (high - low) * clamp(share, 0, 1);
    return { level, dayWidth, rowHeight: Math.round(rowHeight * 100) / 100 };
  };
  const steps = [at('year', fit), at('month', fit)];
  for (let wide = fit * STEP; wide < NARROWEST_DAY_CELL; wide *= STEP) steps.push(at('month', wide));
  for (let wide = Math.max(fit, NARROWEST_DAY_CELL); wide < widest; wide *= STEP) steps.push(at('day', wide));
  steps.push(at('day', widest));
  return steps;
}

/** The step that a level begins with: for days the first at which a cell has room for a mark. */
export function stepOfLevel(steps: readonly Zoom[], level: Level): number {
  const easy = steps.findIndex(
    (step) => step.level === level && (level !== 'day' || step.dayWidth >= EASY_DAY),
  );
  return easy === -1 ? steps.length - 1 : easy;
}

/** The level that shows most of a map at once: days where all of them have room for a mark, else months. */
export function usualLevel(steps: readonly Zoom[]): Level {
  return (steps[0]?.dayWidth ?? 0) >= EASY_DAY ? 'day' : 'month';
}

/** The step of a level whose days are nearest to a width: what an address with another window's width means here. */
export function nearestStep(steps: readonly Zoom[], level: Level, dayWidth: number): number {
  let best = stepOfLevel(steps, level);
  steps.forEach((step, place) => {
    const nearer = distance(step, dayWidth) < distance(steps[best], dayWidth);
    if (step.level === level && nearer) best = place;
  });
  return best;
}

/** The scroll position, in CSS pixels, that keeps a day under a point of the plot when days become wider or narrower. */
export function scrollFor(day: number, point: number, dayWidth: number): number {
  return Math.max(0, day * dayWidth - point);
}

/** The scroll position that brings a span of pixels into view with the least movement. */
export function scrollInto(from: number, to: number, scroll: number, room: number): number {
  if (from < scroll) return Math.max(0, from);
  return to > scroll + room ? Math.max(0, Math.min(from, to - room)) : scroll;
}

/** A number within bounds. */
export function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}

function distance(step: Zoom | undefined, dayWidth: number): number {
  return step === undefined ? Number.POSITIVE_INFINITY : Math.abs(Math.log(step.dayWidth / dayWidth));
}
