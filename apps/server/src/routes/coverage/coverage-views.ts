import { countDays, type DayCounts, endOfRun, isExpected, isHeld, runLengths } from '@tapehaul/coverage';
import { type CellsQuery, formatSeries, type Hole, type SeriesCells } from '@tapehaul/workflow';
import type * as z from 'zod';
import { requireRange } from '../day-range.ts';
import type { cellsQuery } from './coverage-schemas.ts';

/** What a request means for the record. Throws an HttpRefusal for a range that ends before it begins: no day would be missing in it. */
export function recordQuery(query: z.output<typeof cellsQuery>): CellsQuery {
  const { series, market, data_type, interval, symbols, from, to, limit, cursor } = query;
  requireRange(from, to);
  return {
    prefix: series,
    limit,
    ...(cursor === undefined ? {} : { cursor }),
    ...(market === undefined ? {} : { market }),
    ...(data_type === undefined ? {} : { dataType: data_type }),
    ...(interval === undefined ? {} : { interval }),
    ...(symbols === undefined ? {} : { symbols: symbols.split(',').map((it) => it.trim()) }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  };
}

/** A series with its days as run lengths, or by month. */
export function cellsView({ series, first, last, codes }: SeriesCells, unit: 'day' | 'month') {
  const shown = { series: formatSeries(series), first, last, ...figuresOf(countDays(codes)) };
  return unit === 'day'
    ? { ...shown, runs: runLengths(codes) }
    : { ...shown, months: monthsOf(first, codes) };
}

/** A hole with the keys of the service. */
export function holeView(hole: Hole) {
  const { series, first, last, days, state, fault, reason, evidence, runId, taskId, remedy } = hole;
  const why = { verdict: state, fault, reason, evidence, run_id: runId, task_id: taskId, remedy };
  return { series: formatSeries(series), first, last, days, ...why };
}

function figuresOf({ by_state: _, ...figures }: DayCounts) {
  return figures;
}

/** Days held and days expected, for each month from that of the first day on. */
function monthsOf(first: string, codes: Uint8Array): [number, number][] {
  const months: [number, number][] = [];
  const [year, month] = [Number(first.slice(0, 4)), Number(first.slice(5, 7)) - 1];
  const start = Date.parse(first);
  for (let from = 0; from < codes.length; ) {
    const to = Math.min(codes.length, (Date.UTC(year, month + months.length + 1) - start) / DAY);
    let [held, expected] = [0, 0];
    while (from < to) {
      const code = codes[from] ?? 0;
      const end = endOfRun(codes, from, to);
      if (isHeld(code)) held += end - from;
      if (isExpected(code)) expected += end - from;
      from = end;
    }
    months.push([held, expected]);
  }
  return months;
}

const DAY = 86_400_000;
