import { join } from 'node:path';
import { addDays } from '@tapehaul/archive';
import type { CatalogReader } from '@tapehaul/catalog';
import { type CollectionConfig, type Environment, parseConfig } from '@tapehaul/config';
import type { CollectionMetrics } from '@tapehaul/metrics';
import { ArchiveCollectionWorkflow } from '../../collect/workflow.ts';
import type { WorkflowOptions } from '../../collect/workflow-options.ts';
import type { WorkflowEvent } from '../../events/events.ts';
import { closeQuietly, openRecord } from '../../record.ts';
import { withRecordsInFiles } from '../../record-store.ts';
import type { CollectionResult } from '../../result/result.ts';
import type { SetupSettings } from './setup-settings.ts';
import type { TrialArchive } from './trial-archive.ts';

/** What a point is tried with. */
export interface Trial {
  readonly settings: SetupSettings;
  readonly archive: TrialArchive;
  /** Where tried collections write: a temporary folder. */
  readonly folder: string;
  /** The environment of the process, for the storage and the record. */
  readonly env: Environment;
  readonly signal: AbortSignal;
  /** Longest time of a point, in seconds. */
  readonly pointSeconds: number;
  /** Makes the statistics of a tried collection. */
  readonly createMetrics: () => CollectionMetrics;
}

/** A collection that a point is tried on. */
export interface TrialRequest extends Pick<WorkflowOptions, 'metrics' | 'onMove'> {
  /** Name of its output directory in the folder. */
  readonly name: string;
  /** Number of its files, one a day. */
  readonly files: number;
  /** Keys of its configuration beside the request. */
  readonly keys?: Partial<CollectionConfig>;
  /** Stops it earlier than the trial. */
  readonly signal?: AbortSignal;
}

/** A collection that was tried. */
export interface TriedCollection {
  readonly result: CollectionResult;
  /** Its output directory. */
  readonly root: string;
  readonly events: readonly WorkflowEvent[];
}

/** The day of the first file of a tried collection. */
const FIRST_DAY = '2024-01-01';

/** Key of a file of a tried collection and of its sidecar, by its number from 0, as an expression. */
export function keyOfFile(number: number, ending = ''): RegExp {
  return new RegExp(`-${addDays(FIRST_DAY, number)}\\.zip${ending.replace('.', '\\.')}$`);
}

/** Runs a small collection from the trial archive into the temporary folder. Its record is a file there. Rejects as a workflow does. */
export async function collectTrial(
  { archive, folder, env, signal, createMetrics }: Trial,
  request: TrialRequest,
): Promise<TriedCollection> {
  const { name, files, keys = {}, signal: sooner, ...options } = request;
  const root = join(folder, name);
  const config = parseConfig({
    markets: ['spot'],
    symbols: ['BTCUSDT'],
    data_types: ['klines'],
    intervals: ['1h'],
    date_range: { start: FIRST_DAY, end: addDays(FIRST_DAY, files - 1) },
    partition: 'daily',
    planning: 'matrix',
    engine: 's3',
    durability: 'none',
    task_retry_delay_seconds: 0,
    retry_delay_seconds: 0,
    check_free_space: false,
    source: { endpoint: archive.url, bucket: archive.bucket },
    output_directory: root,
    ...keys,
  });
  const events: WorkflowEvent[] = [];
  const workflow = new ArchiveCollectionWorkflow(config, {
    metrics: createMetrics(),
    ...options,
    env: loopbackEnvironment(env),
    onEvent: (event) => events.push(event),
  });
  const stop = sooner === undefined ? signal : AbortSignal.any([signal, sooner]);
  const result = await withRecordsInFiles(() => workflow.execute({ signal: stop }));
  return { result, root, events };
}

/** Reads the record of a tried collection. */
export function readTrialRecord<Result>(
  { root }: TriedCollection,
  read: (record: CatalogReader) => Promise<Result>,
): Promise<Result> {
  return withRecordsInFiles(async () => {
    const record = await openRecord(root);
    try {
      return await read(record);
    } finally {
      await closeQuietly(record);
    }
  });
}

/** Proxies and certificate authorities: a trial connects to this machine only, so it does not depend on them. */
const NETWORK_VARIABLE = /^(?:.*_proxy|NODE_EXTRA_CA_CERTS|SSL_CERT_FILE|SSL_CERT_DIR|AWS_CA_BUNDLE)$/i;

function loopbackEnvironment(env: Environment): Environment {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !NETWORK_VARIABLE.test(name)));
}

/** Why a tried collection did not end as completed, in words: the trouble of a file, else that of the run. */
export function whyIncomplete({ result, events }: TriedCollection): string {
  const [failure] = result.failures;
  const retry = events.find((event) => event.kind === 'retry');
  const trouble = failure?.error ?? retry?.error;
  if (trouble === undefined && result.status === 'cancelled') return 'it was not done in time';
  return (trouble ?? result.error)?.message ?? `it ended as ${result.status}`;
}
