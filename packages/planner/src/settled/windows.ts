import { partOf, type Scope } from '../request/scope.ts';
import type { SettledDays } from './settled-days.ts';

/**
 * Settled months between two that are not, up to which both are planned together: their days take two pages of a listing, and
 * another part of a span two requests, for days and for months. So a series never takes more requests than if all of it were listed.
 */
const NEAR = 32;

/**
 * The parts of a span that have to be planned since not all of their days are settled: whole months, in order; most series have one
 * part, the newest days.
 */
export function openWindows(scope: Scope, settled: SettledDays): Scope[] {
  if (settled.isEmpty) return [scope];
  const windows: { readonly from: number; to: number }[] = [];
  scope.months.forEach(({ first, last }, place) => {
    if (settled.covers(first, last)) return;
    const open = windows.at(-1);
    if (open !== undefined && place - open.to <= NEAR + 1) open.to = place;
    else windows.push({ from: place, to: place });
  });
  return windows.map(({ from, to }) => partOf(scope, from, to));
}
