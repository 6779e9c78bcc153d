import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Catalog, openCatalog } from '@tapehaul/catalog';
import { BUILT_IN_MATRIX, type CollectionConfig, type Matrix } from '@tapehaul/config';
import {
  type Compared,
  compare,
  createForecast,
  type ForecastRow,
  type HeldObjectState,
  type ObjectAnswer,
  objectPath,
} from '@tapehaul/planner';
import { answersFor } from './answers.ts';
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
  readonly by_type: readonly ForecastRow[];
  /** Spans of days that cannot be had, by verdict. */
  readonly verdicts: Readonly<Record<string, number>>;
  /** Listing pages that the plan itself asked for. */
  readonly listing_requests: number;
}

/** One record of a plan. */
export type PlanRecord = PlannedObject | ({ readonly kind: 'verdict' } & VerdictRecord) | PlanSummary;

/** What planning a collection may be given beside its configuration. */
export interface PlanCollectionOptions {
  readonly matrix?: Matrix;
  /** The current UTC day; today by default. */
  readonly today?: string;
  readonly signal?: AbortSignal;
}

/** Requests for one object: s5cmd asks HEAD before each GET. */
const REQUESTS = { s5cmd: 2, s3: 1 } as const;

/**
 * Plans a collection and compares it with what its output directory holds; nothing is written or fetched. The
 * last record is the summary. Rejects with a TapehaulError when the archive cannot be listed or the catalog
 * cannot be read.
 */
export async function* planCollection(
  config: CollectionConfig,
  options: PlanCollectionOptions = {},
): AsyncGenerator<PlanRecord, void, undefined> {
  const { matrix = BUILT_IN_MATRIX, today = new Date().toISOString().slice(0, 10) } = options;
  const signal = options.signal ?? new AbortController().signal;
  const root = resolve(config.output_directory);
  const path = join(root, '.tapehaul', 'catalog.db');
  const catalog = existsSync(path) ? openCatalog(path) : undefined;
  const usesS5cmd = config.enable_s5cmd && config.engine !== 's3';
  const files = config.download_checksum ? 2 : 1;
  const requestsPerFile = files * (usesS5cmd ? REQUESTS.s5cmd : REQUESTS.s3);
  const forecast = createForecast({ requestsPerFile, sidecars: config.download_checksum });
  const verdicts: Record<string, number> = {};
  let listingRequests = 0;
  try {
    const answers = answersFor({ config, matrix, today, signal }, (requests) => {
      listingRequests = requests;
    });
    for await (const answer of answers) {
      const state = answer.kind === 'object' ? await stateOf(catalog, root, answer, config) : undefined;
      const held = (key: string) => (answer.kind === 'object' ? state : lookUp(catalog, key));
      for (const compared of compare(answer, held)) {
        forecast.add(compared);
        if (compared.kind === 'verdict') verdicts[compared.verdict] = (verdicts[compared.verdict] ?? 0) + 1;
        yield recordOf(compared, config);
      }
    }
  } finally {
    catalog?.close();
  }
  yield {
    kind: 'summary',
    planning: config.planning,
    output_directory: root,
    ...forecast.total(),
    by_type: forecast.rows(),
    verdicts,
    listing_requests: listingRequests,
  };
}

/**
 * What is held of an object, with a look at the file itself where it is on a local disk: a bucket would have to
 * be asked for each. As when collecting, what lies elsewhere than the
 * layout says is not held, nor is anything when all is to be fetched again.
 */
async function stateOf(
  catalog: Catalog | undefined,
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

function lookUp(catalog: Catalog | undefined, key: string): HeldObjectState | undefined {
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
