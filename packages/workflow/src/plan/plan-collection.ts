import { resolve } from 'node:path';
import { utcDay } from '@tapehaul/archive';
import { BUILT_IN_MATRIX, type CollectionConfig, type Environment, type Matrix } from '@tapehaul/config';
import { stoppedBy } from '@tapehaul/errors';
import { networkOf } from '@tapehaul/network';
import { createForecast, type SettledAnswer } from '@tapehaul/planner';
import { freeBytes } from '../disk-space.ts';
import { type AccessOf, sourcePace, USUAL_ACCESS } from '../engines/access.ts';
import { fetchFor } from '../engines/choice.ts';
import { collectionTarget } from '../engines/collection-target.ts';
import type { ValueOrigin } from '../engines/value-origin.ts';
import { closeQuietly, hasRecord, openRecord } from '../record.ts';
import { ListingProblems } from './listing/listing-problems.ts';
import { exitOfMissing } from './missing/exit-of-missing.ts';
import { missingIn } from './missing/missing-days.ts';
import { planSteps } from './plan.ts';
import { type PlanRecord, plannedObject, settledRecord } from './records/plan-record.ts';
import type { PlanWarning } from './records/plan-warning.ts';
import { unknownSeries } from './records/unknown-series.ts';
import { type VerdictRecord, verdictRecord } from './records/verdict-record.ts';
import { SettledCounts } from './settled/settled-counts.ts';
import { SettledSeries } from './settled/settled-series.ts';
import { inPlaceWithoutDownloader } from './steps/on-disk.ts';
import type { LostFile, PlanStep } from './steps/plan-step.ts';

/** What planning a collection may be given beside its configuration. */
export interface PlanCollectionOptions {
  readonly matrix?: Matrix;
  /** The current UTC day; today by default. */
  readonly today?: string;
  readonly signal?: AbortSignal;
  /** As {@link WorkflowOptions.access}. */
  readonly access?: AccessOf;
  /** Where values of the configuration came from, by path, so that errors can say so. */
  readonly origins?: ReadonlyMap<string, ValueOrigin>;
  /** Receives a way to read how many listing requests were sent so far, once the archive is listed. */
  readonly onListing?: (requests: () => number) => void;
  /** Environment to look for proxies and authorities in; that of the process by default. */
  readonly env?: Environment;
}

/**
 * Plans a collection and compares it with what its output directory holds, exactly as a collection does before its first
 * transfer; nothing is written or fetched. The last record is the summary. Of a bucket the record is taken at its word: a
 * collection sends a request for each held file. Rejects with a TapehaulError when the archive cannot be listed or the
 * catalog cannot be read, and with `cancelled` when stopped.
 */
export async function* planCollection(
  config: CollectionConfig,
  options: PlanCollectionOptions = {},
): AsyncGenerator<PlanRecord, void, undefined> {
  const { matrix = BUILT_IN_MATRIX, today = utcDay(), origins, env } = options;
  const signal = options.signal ?? new AbortController().signal;
  const root = resolve(config.output_directory);
  const access = (options.access ?? USUAL_ACCESS)(config).source;
  const network = access.network ?? networkOf(env);
  const record = (await hasRecord(root)) ? await openRecord(root) : undefined;
  const { download_checksum: sidecars } = config;
  const forecast = createForecast({ fetchFor: fetchFor(config), sidecars });
  const verdicts: Record<string, number> = {};
  const problems = new ListingProblems();
  const warnings: PlanWarning[] = [];
  const answersBy = { matrix: 0, listing: 0 };
  const unlisted: VerdictRecord[] = [];
  const counts = new SettledCounts();
  const settled = record && new SettledSeries({ record, config, matrix, today });
  let listingRequests = 0;
  let missingDays = 0;
  const onListed = (requests: number): void => {
    listingRequests = requests;
  };
  const onWarning = (warning: PlanWarning): void => void warnings.push(warning);
  const source = {
    root,
    config,
    matrix,
    today,
    signal,
    network,
    origins,
    access,
    pace: sourcePace(config),
    onProblem: problems.add,
    onListed,
    onListing: options.onListing,
    onWarning,
  };
  try {
    const inPlace = inPlaceWithoutDownloader({ config, root });
    for await (const steps of planSteps({ ...source, record, inPlace, ...(settled && { settled }) })) {
      for (const step of steps) {
        if (signal.aborted) throw stoppedBy(signal);
        if (step.kind === 'lost') continue;
        if (step.kind === 'settled') {
          counts.add(step);
          missingDays += missingIn(step, config);
          yield settledRecord(step);
          continue;
        }
        forecast.add(compared(step));
        missingDays += missingIn(step, config);
        if (step.kind !== 'gone') answersBy[step.by] += 1;
        if (step.kind !== 'verdict') {
          yield plannedObject(step, config);
          continue;
        }
        const verdict = verdictRecord(step);
        verdicts[step.verdict] = (verdicts[step.verdict] ?? 0) + 1;
        if (step.verdict === 'never_existed') unlisted.push(verdict);
        yield { kind: 'verdict', ...verdict };
      }
    }
  } finally {
    await closeQuietly(record);
  }
  const unknown = unknownSeries(config, unlisted);
  yield {
    kind: 'summary',
    planning: config.planning,
    answers_by: answersBy,
    settled: counts.summary(),
    unknown,
    missing_days: missingDays,
    exit_code: exitOfMissing(config, { unknown: unknown.length, missing: missingDays }),
    warnings,
    output_directory: root,
    storage: storageOf(config, root),
    ...forecast.total(),
    by_type: forecast.rows(),
    by_engine: forecast.engines(),
    verdicts,
    free_bytes: config.storage.type === 'local' ? await freeBytes(root) : null,
    listing_requests: listingRequests,
    listing_problems: { count: problems.count, first: problems.kept },
  };
}

function compared(
  step: Exclude<PlanStep<unknown>, LostFile | SettledAnswer>,
): Parameters<ReturnType<typeof createForecast>['add']>[0] {
  if (step.kind === 'verdict') return step;
  const { key, object } = step;
  if (step.kind === 'gone') return { kind: 'object', key, object, by: 'listing', change: 'gone' };
  const { by, change, listed } = step;
  return { kind: 'object', key, object, by, change, ...(listed && { listed }) };
}

function storageOf(config: CollectionConfig, root: string): string {
  const target = collectionTarget(config, root);
  return typeof target === 'string' ? target : target.locate('');
}
