import type { ConfigJson } from '../config/config-json.ts';

/** What `POST /v1/plans` answers, as far as the page needs it. */
export interface PlanAnswer {
  /** Starts exactly this plan; undefined for a service that keeps none. */
  readonly plan_id?: string;
  readonly expires_at?: string;
  readonly summary: PlanSummary;
  /** The first 1,000. */
  readonly gaps: readonly PlanGap[];
  readonly forecast?: {
    readonly seconds_p50: number | null;
    readonly seconds_p90: number | null;
    readonly disk_free: number | null;
    readonly fits: boolean | null;
  };
}

/** The totals of a plan. */
export interface PlanSummary {
  readonly files: number;
  readonly changes: Readonly<Record<string, number>>;
  readonly fetch_files: number;
  readonly fetch_bytes: number;
  /** Of the files to fetch, those whose size is a guess. */
  readonly estimated_files: number;
  readonly disk_bytes: number;
  readonly requests: number;
  readonly missing_days: number;
  /** Days of which the record has the answer: neither the archive nor the disk is checked again, and they are no files of the plan. */
  readonly settled?: { readonly days: number; readonly held: number; readonly missing: number };
  readonly free_bytes: number | null;
  readonly unknown: readonly UnknownName[];
  readonly warnings: readonly { readonly code: string; readonly message: string }[];
  /** Spans of days that are not available, by verdict. */
  readonly verdicts: Readonly<Record<string, number>>;
}

/** Something that was requested, and of which the archive has nothing. */
export interface UnknownName {
  readonly message: string;
  /** Null where the market has no such type or interval at all. */
  readonly symbol?: string | null;
  /** The nearest name that the archive lists; null where none is near. */
  readonly likely?: string | null;
}

/** Days that a plan does not fetch, and why. */
export interface PlanGap {
  readonly market: string;
  readonly data_type: string;
  readonly symbol: string;
  readonly interval: string | null;
  readonly first: string;
  readonly last: string;
  readonly verdict: string;
  readonly reason: string;
  readonly likely?: string;
}

/** Gaps for one reason. */
export interface GapGroup {
  readonly verdict: string;
  readonly reason: string;
  readonly gaps: readonly PlanGap[];
  readonly days: number;
}

/** Whether the files to fetch fit on the disk, with the figures; undefined where the service does not know its free space. */
export function roomOf({
  summary,
  forecast,
}: PlanAnswer): { fits: boolean; needs: number; free: number } | undefined {
  const free = forecast?.disk_free ?? summary.free_bytes;
  if (free === null || free === undefined) return undefined;
  return { fits: forecast?.fits ?? summary.disk_bytes <= free, needs: summary.disk_bytes, free };
}

/** The gaps by verdict and reason, those of most days first. */
export function gapGroups(gaps: readonly PlanGap[]): GapGroup[] {
  const groups = Map.groupBy(gaps, ({ verdict, reason }) => `${verdict}\n${reason}`);
  return [...groups.values()]
    .map((its): GapGroup => {
      const { verdict = '', reason = '' } = its[0] ?? {};
      return { verdict, reason, gaps: its, days: its.reduce((sum, gap) => sum + daysOf(gap), 0) };
    })
    .sort((a, b) => b.days - a.days);
}

/** How many days a gap has. */
export function daysOf({ first, last }: Pick<PlanGap, 'first' | 'last'>): number {
  return Math.max(1, Math.round((Date.parse(last) - Date.parse(first)) / 86_400_000) + 1);
}

/** What starts a collection: exactly the plan that was shown where the service keeps plans, else its configuration. */
export function startBody(
  config: ConfigJson,
  plan: PlanAnswer | undefined,
  isOnFleet = false,
): Readonly<Record<string, unknown>> {
  const place = isOnFleet ? { on: 'fleet' } : {};
  return plan?.plan_id === undefined ? { config, ...place } : { plan_id: plan.plan_id, ...place };
}

/** The symbols of a plan that the archive does not know, as notes for their field. */
export function unknownSymbols(
  { symbols }: ConfigJson,
  unknown: readonly UnknownName[],
): { readonly path: string; readonly message: string; readonly suggestion?: string }[] {
  if (!Array.isArray(symbols)) return [];
  return unknown.flatMap(({ symbol, likely, message }) => {
    const place = symbol == null ? -1 : symbols.indexOf(symbol);
    if (place === -1) return [];
    return [{ path: `symbols[${place}]`, message, ...(likely == null ? {} : { suggestion: likely }) }];
  });
}
