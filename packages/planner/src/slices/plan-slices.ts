import type { DataType, Market } from '@tapehaul/archive';
import { boundsOf } from '../bounds.ts';
import type { ListingSource } from '../listing/listing-source.ts';
import { requestedSymbols } from '../listing/series-walk.ts';
import { type PlanOptions, scopeFor } from '../plan.ts';
import type { PlanRequest, SeriesRows } from '../request/request.ts';
import type { Scope } from '../request/scope.ts';

/** Part of a request: some symbols of one type, with all of its intervals. */
export interface PlanSlice {
  readonly market: Market;
  readonly dataType: DataType;
  /** In the order of the plan. */
  readonly symbols: readonly string[];
  /** Those of them that are known to exist, whatever their form. */
  readonly existing: readonly string[];
  /** How many objects the slice may have at most, roughly: what is young or gone has fewer. */
  readonly objects: number;
}

/** How long a slice may be. */
export interface SliceLimits {
  /** Objects, roughly; a symbol with more is a slice by itself. */
  readonly objects: number;
  readonly series: number;
}

/** Newest days that a plan may take as daily files, beside the monthly files of all earlier ones. */
const DAYS_BESIDE_MONTHS = 62;

/**
 * Cuts a request into slices: plans of these, one after the other, are the plan of the request. The source is only read where symbols
 * are patterns; rejects as it does.
 */
export async function planSlices(
  request: PlanRequest,
  source: Pick<ListingSource, 'symbols'>,
  options: PlanOptions,
  limits: SliceLimits,
): Promise<PlanSlice[]> {
  const scope = scopeFor(request, options);
  const slices: PlanSlice[] = [];
  for await (const { type, symbols, existing } of requestedSymbols(request, source, options)) {
    const { market, dataType, intervals } = type;
    let open: { symbols: string[]; objects: number } | undefined;
    const close = (): void => {
      if (open === undefined) return;
      slices.push({ market, dataType, ...open, existing: open.symbols.filter((name) => existing.has(name)) });
    };
    for (const symbol of symbols) {
      const objects = intervals.reduce((sum, rows) => sum + mostObjects(rows, symbol, scope), 0);
      const isFull =
        open !== undefined &&
        (open.objects + objects > limits.objects ||
          (open.symbols.length + 1) * intervals.length > limits.series);
      if (isFull) close();
      if (open === undefined || isFull) open = { symbols: [], objects: 0 };
      open.symbols.push(symbol);
      open.objects += objects;
    }
    close();
  }
  return slices;
}

/** How many objects a series has at most, within the days of a request. */
function mostObjects({ daily, monthly }: SeriesRows, symbol: string, scope: Scope): number {
  const days = daily === undefined ? 0 : daysWithin(boundsOf(daily, symbol), scope);
  if (monthly === undefined) return days;
  const months = Math.ceil(daysWithin(boundsOf(monthly, symbol), scope) / DAYS_OF_SHORTEST_MONTH);
  return months + Math.min(days, DAYS_BESIDE_MONTHS);
}

const DAYS_OF_SHORTEST_MONTH = 28;

function daysWithin(
  { first, last }: { readonly first: number; readonly last: number },
  scope: Scope,
): number {
  return Math.max(0, Math.min(last, scope.last, scope.today - 1) - Math.max(first, scope.first) + 1);
}
