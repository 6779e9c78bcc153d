import { formatSeries, knownSeries, seriesParts } from '@tapehaul/archive';
import type { SeenSeries } from '@tapehaul/catalog';
import { counted } from '@tapehaul/errors';
import * as z from 'zod';
import { type PlanWarning, planWarningSchema } from '../../plan/records/plan-warning.ts';
import { verdictRecordSchema } from '../../plan/records/verdict-record.ts';
import { type SettledCounts, settledSummarySchema } from '../../plan/settled/settled-counts.ts';

const seenSchema = z.object({
  series: z.string(),
  terms: z.string(),
  partition: z.enum(['auto', 'daily', 'monthly']),
  first: z.string(),
  last: z.string(),
  checkedOn: z.string(),
  oldUntil: z.string(),
});

/** What a part of a plan gives to its run beside tasks, gaps and cells. A part has few thousand series, so that it is bounded. */
const summarySchema = z.object({
  /** Bytes of the files that are left to fetch. */
  bytes_left: z.number(),
  settled: settledSummarySchema,
  /** Series of which settled days are absent. */
  absent: z.array(z.object({ series: z.string(), first: z.string(), days: z.number() })),
  seen: z.array(seenSchema),
  /** Verdicts on what the archive has nothing of. */
  unlisted: z.array(verdictRecordSchema),
  warnings: z.array(planWarningSchema),
  /** Lines about wrong entries of the listing. */
  problems: z.array(z.string()),
});

/** What a part of a plan gives to its run beside tasks, gaps and cells. */
export type PartSummary = z.output<typeof summarySchema>;

/** A summary as it was stored; undefined for one that another release has made otherwise. */
export function readPartSummary(stored: unknown): PartSummary | undefined {
  return summarySchema.safeParse(stored).data;
}

/** What the log says of a summary that cannot be read: the files of the part are stored beside it. */
export const UNREADABLE_SUMMARY =
  'the summary of a part of the plan is of another release and left out: its files are done, and its days are planned again by a later run';

/** What a plan has gone through, as a summary holds it. */
export function seenRows(seen: readonly SeenSeries[]): PartSummary['seen'] {
  return seen.map(({ series, ...rest }) => ({ ...rest, series: formatSeries(series) }));
}

/** The series that a part has gone through. */
export function seenOf({ seen }: PartSummary): SeenSeries[] {
  return seen.map(({ series, ...rest }) => ({ ...rest, series: seriesParts(series) }));
}

/** The settled days that a plan has counted, as a summary holds them. */
export function settledRows(counts: SettledCounts): Pick<PartSummary, 'settled' | 'absent'> {
  const absent = counts
    .absent()
    .map(({ series, first, days }) => ({ series: formatSeries(series), first, days }));
  return { settled: counts.summary(), absent };
}

/** Adds the settled days of a part to those of its run. */
export function addSettled(counts: SettledCounts, { settled, absent }: PartSummary): void {
  const known = absent.flatMap(({ series: name, ...rest }) => {
    const series = knownSeries(seriesParts(name));
    return series === undefined ? [] : [{ series, ...rest }];
  });
  counts.addSummary(settled, known);
}

/** Warnings of one kind that are reported each; an archive may have any number. */
const NAMED = 20;

/** Warnings of parts, each once; of each kind the first twenty, and how many more there are. */
export class PartWarnings {
  readonly #known = new Set<string>();
  readonly #counts = new Map<PlanWarning['code'], number>();
  readonly #onWarning: (warning: PlanWarning) => void;

  constructor(onWarning: (warning: PlanWarning) => void) {
    this.#onWarning = onWarning;
  }

  add(warning: PlanWarning): void {
    const name = JSON.stringify(warning);
    if (this.#known.has(name)) return;
    this.#known.add(name);
    const count = (this.#counts.get(warning.code) ?? 0) + 1;
    this.#counts.set(warning.code, count);
    if (count <= NAMED) this.#onWarning(warning);
  }

  /** Reports how many were only counted. */
  end(): void {
    for (const [code, count] of this.#counts) {
      if (count <= NAMED) continue;
      const message = `${counted(count - NAMED, 'more warning')} of parts of the plan: ${code}`;
      this.#onWarning({ code, prefix: null, message });
    }
  }
}
