import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { utcDay } from '@tapehaul/archive';
import type { CatalogReader } from '@tapehaul/catalog';
import {
  BUILT_IN_MATRIX,
  type CollectionConfig,
  type Environment,
  type Matrix,
  type Origin,
} from '@tapehaul/config';
import { stoppedBy } from '@tapehaul/errors';
import { networkOf } from '@tapehaul/network';
import {
  type Compared,
  compare,
  createForecast,
  type ForecastRow,
  type HeldObjectState,
  type ObjectAnswer,
  objectPath,
} from '@tapehaul/planner';
import type { ListingProblem } from '@tapehaul/s3';
import { freeBytes } from '../collect/steps/free-space.ts';
import { recordPath } from '../directory.ts';
import { type AccessOf, USUAL_ACCESS } from '../engines/access.ts';
import { whyUnwanted } from '../engines/s5cmd-search.ts';
import { engineForSize } from '../engines/size-classes.ts';
import { targetOf } from '../engines/target.ts';
import { closeQuietly, openRecord } from '../record.ts';
import { answersFor } from './answers.ts';
import { ListingProblems } from './listing-problems.ts';
import { type VerdictRecord, verdictRecord } from './verdict-record.ts';

/** An object of a plan, and what is to be done about it. */
export interface PlannedObject {
  readonly kind: 'object';
  readonly change: 'new' | 'replaced' | 'present' | 'corrupt' | 'gone';
  readonly key: string;
  /** Where it goes, below the output directory. */
  readonly path: string;
  readonly market: string;
  readonly data_type: string;
  readonly symbol: string;
  readonly interval: string | null;
  readonly partition: string;
  readonly period: string;
  /** By the listing: bytes, change token, and UTC time. Absent when the plan was made by the matrix. */
  readonly size?: number;
  readonly etag?: string;
  readonly last_modified?: string;
}

/** What a plan comes to; the last of its records. */
export interface PlanSummary extends Omit<ForecastRow, 'market' | 'data_type'> {
  readonly kind: 'summary';
  readonly planning: 'matrix' | 'listing';
  readonly output_directory: string;
  /** Where files go: the output directory, or the address of a bucket. */
  readonly storage: string;
  readonly by_type: readonly ForecastRow[];
  /** Spans of days that cannot be had, by verdict. */
  readonly verdicts: Readonly<Record<string, number>>;
  /** Free bytes in the output directory; null for a bucket, and where the file system does not tell. */
  readonly free_bytes: number | null;
  /** Listing pages that the plan itself asked for. */
  readonly listing_requests: number;
  /** Entries of listings that are wrong and were left out: how many, and the first of them. */
  readonly listing_problems: { readonly count: number; readonly first: readonly ListingProblem[] };
}

/** One record of a plan. */
export type PlanRecord = PlannedObject | ({ readonly kind: 'verdict' } & VerdictRecord) | PlanSummary;

/** What planning a collection may be given beside its configuration. */
export interface PlanCollectionOptions {
  readonly matrix?: Matrix;
  /** The current UTC day; today by default. */
  readonly today?: string;
  readonly signal?: AbortSignal;
  /** As {@link WorkflowOptions.access}. */
  readonly access?: AccessOf;
  /** Where values of the configuration came from, by path, so that errors can say so. */
  readonly origins?: ReadonlyMap<string, Origin>;
  /** Environment to look for proxies and authorities in; that of the process by default. */
  readonly env?: Environment;
}

/**
 * Plans a collection and compares it with what its output directory holds; nothing is written or fetched. The
 * last record is the summary. Rejects with a TapehaulError when the archive cannot be listed or the catalog
 * cannot be read, and with `cancelled` when stopped.
 */
export async function* planCollection(
  config: CollectionConfig,
  options: PlanCollectionOptions = {},
): AsyncGenerator<PlanRecord, void, undefined> {
  const { matrix = BUILT_IN_MATRIX, today = utcDay() } = options;
  const signal = options.signal ?? new AbortController().signal;
  const { origins, env } = options;
  const root = resolve(config.output_directory);
  const access = (options.access ?? USUAL_ACCESS)(config).source;
  const network = access.network ?? networkOf(env);
  const catalog = existsSync(recordPath(root)) ? openRecord(root) : undefined;
  const { download_checksum: sidecars } = config;
  const forecast = createForecast({ requestsFor: (bytes) => requestsFor(bytes, config), sidecars });
  const verdicts: Record<string, number> = {};
  let listingRequests = 0;
  const problems = new ListingProblems();
  try {
    const source = { config, matrix, today, signal, network, origins, access, onProblem: problems.add };
    const answers = answersFor(source, (requests) => {
      listingRequests = requests;
    });
    for await (const answer of answers) {
      if (signal.aborted) throw stoppedBy(signal);
      const state = answer.kind === 'object' ? await stateOf(catalog, root, answer, config) : undefined;
      const held = (key: string) => (answer.kind === 'object' ? state : lookUp(catalog, key));
      for (const compared of compare(answer, held)) {
        forecast.add(compared);
        if (compared.kind === 'verdict') verdicts[compared.verdict] = (verdicts[compared.verdict] ?? 0) + 1;
        yield recordOf(compared, config);
      }
    }
  } finally {
    closeQuietly(catalog);
  }
  yield {
    kind: 'summary',
    planning: config.planning,
    output_directory: root,
    storage: storageOf(config, root),
    ...forecast.total(),
    by_type: forecast.rows(),
    verdicts,
    free_bytes: config.storage.type === 'local' ? await freeBytes(root) : null,
    listing_requests: listingRequests,
    listing_problems: { count: problems.count, first: problems.kept },
  };
}

function storageOf(config: CollectionConfig, root: string): string {
  const target = targetOf(config, root);
  return typeof target === 'string' ? target : target.locate('');
}

/** Requests for a file and its sidecar: one each, but s5cmd, which brings no sidecars, asks HEAD before its GET. */
function requestsFor(bytes: number, config: CollectionConfig): number {
  const { engine } = config;
  const mayUseS5cmd = whyUnwanted(config) === undefined;
  const overS5cmd = mayUseS5cmd && (engine === 's5cmd' || engineForSize({ size: bytes }) === 's5cmd');
  return (overS5cmd ? 2 : 1) + (config.download_checksum ? 1 : 0);
}

/**
 * What is held of an object, with a look at the file itself where it is on a local disk: a bucket would have to
 * be asked for each. As when collecting, what lies elsewhere than the
 * layout says is not held, nor is anything when all is to be fetched again.
 */
async function stateOf(
  catalog: CatalogReader | undefined,
  root: string,
  { key, object }: ObjectAnswer,
  { layout, force_redownload, storage }: CollectionConfig,
): Promise<HeldObjectState | undefined> {
  const held = force_redownload ? undefined : catalog?.find(key);
  if (held === undefined || held.path !== objectPath(object, layout)) return undefined;
  if (storage.type === 's3') return { ...held, fetchedAt: held.mtimeMs, intact: true };
  const file = await stat(join(root, held.path)).catch(() => undefined);
  const asRecorded = file?.size === held.bytes && file.mtimeMs === held.mtimeMs;
  return { ...held, fetchedAt: held.mtimeMs, intact: asRecorded };
}

function lookUp(catalog: CatalogReader | undefined, key: string): HeldObjectState | undefined {
  const held = catalog?.find(key);
  return held === undefined ? undefined : { ...held, fetchedAt: held.mtimeMs, intact: true };
}

function recordOf(compared: Compared, { layout }: CollectionConfig): PlanRecord {
  if (compared.kind === 'verdict') return { kind: 'verdict', ...verdictRecord(compared) };
  const { key, object, change, listed } = compared;
  const { market, dataType, symbol, interval, partition, period } = object;
  return {
    kind: 'object',
    change,
    key,
    path: objectPath(object, layout),
    market,
    data_type: dataType,
    symbol,
    interval,
    partition,
    period,
    ...(listed === undefined
      ? {}
      : { size: listed.size, etag: listed.etag, last_modified: listed.lastModified }),
  };
}
