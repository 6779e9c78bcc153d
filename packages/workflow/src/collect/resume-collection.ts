import { resolve } from 'node:path';
import { utcDay } from '@tapehaul/archive';
import type { RunRecord, TaskSelection } from '@tapehaul/catalog';
import {
  CHANGEABLE_ENGINE_KEYS,
  type CollectionConfig,
  type ConfigOptions,
  parseConfig,
} from '@tapehaul/config';
import { TapehaulError } from '@tapehaul/errors';
import * as z from 'zod';
import type { ValueOrigin } from '../engines/value-origin.ts';
import { FLOW_NAME, TABLES_FLOW } from '../flow-names.ts';
import { type PlanFingerprint, planFingerprintSchema } from '../plan/plan-fingerprint.ts';
import { closeQuietly, findRun, openRecord } from '../record.ts';
import type { CollectionResult } from '../result/result.ts';
import { ArchiveCollectionWorkflow, type ExecuteOptions } from './workflow.ts';
import type { WorkflowOptions } from './workflow-options.ts';

/** Which run is taken up again, and how. */
export interface ResumeOptions extends ExecuteOptions, Omit<WorkflowOptions, 'today' | 'plan'> {
  /** The newest run by default. */
  readonly runId?: string;
  /** Whether to try again what had failed, too; false by default. */
  readonly failed?: boolean;
  /** Of what had failed, only these tasks; all by default. What has not ended is continued in any case. */
  readonly only?: TaskSelection;
  /** Most bytes a second from now on; by default what the run was started with. */
  readonly maxBytesPerSecond?: number;
  /**
   * Settings that win over what the run was started with, by key: those of the source and of how files are fetched. They
   * are recorded with the run. Another key is refused with `config_invalid`.
   */
  readonly settings?: Readonly<Record<string, string>>;
}

/**
 * Takes up a run of an output directory again, with the configuration and the day that it was started with.
 * Rejects as {@link ArchiveCollectionWorkflow.resume} does; also with `run_not_found` when nothing was ever collected
 * into that directory.
 */
export async function resumeCollection(
  outputDirectory: string,
  {
    runId,
    failed = false,
    signal,
    gently,
    wait = false,
    maxBytesPerSecond,
    settings = {},
    only,
    ...options
  }: ResumeOptions = {},
): Promise<CollectionResult> {
  checkSettings(settings);
  const rate = maxBytesPerSecond === undefined ? {} : { max_bytes_per_second: maxBytesPerSecond };
  const root = resolve(outputDirectory);
  const { run, config, today, plan } = await recordedRun(root, runId, { ...settings, ...rate });
  const from = plan === undefined ? {} : { plan };
  const isChanged = Object.keys(settings).length > 0;
  const changed = isChanged
    ? changedParameters(await recordedRun(root, runId, settings), settings)
    : undefined;
  const stop = { ...(signal === undefined ? {} : { signal }), ...(gently === undefined ? {} : { gently }) };
  const origins = originsOf(config, settings);
  return new ArchiveCollectionWorkflow(config, { origins, ...options, today, ...from }).resume(run, {
    failed,
    wait,
    ...(only === undefined ? {} : { only }),
    ...(changed === undefined ? {} : { parameters: changed }),
    ...stop,
  });
}

/** What is recorded of a run from now on that is continued with other settings. */
function changedParameters(
  { config, today, plan, origins, started_by }: RecordedRun,
  settings: Readonly<Record<string, string>>,
): object {
  const given = Object.keys(settings).map((path) => [path, 'override'] as const);
  return {
    config,
    today,
    ...(plan === undefined ? {} : { plan }),
    ...(origins === undefined ? {} : { origins: { ...origins, ...Object.fromEntries(given) } }),
    ...(started_by === undefined ? {} : { started_by }),
  };
}

/** Where the address of the source came from, so that an error can say what to correct. */
function originsOf(
  { source }: CollectionConfig,
  settings: Readonly<Record<string, string>>,
): ReadonlyMap<string, ValueOrigin> {
  const paths = Object.keys(source).map((key) => `source.${key}`);
  return new Map(paths.map((path) => [path, path in settings ? 'override' : 'run']));
}

/** Settings that a run may be continued with: they change where files come from and how, never which files they are. */
const CHANGEABLE: readonly string[] = [
  'engine',
  ...CHANGEABLE_ENGINE_KEYS,
  'max_parallel_downloads',
  'timeout_seconds',
  'retry_attempts',
  'retry_delay_seconds',
  'task_retry_attempts',
  'task_retry_delay_seconds',
  'check_free_space',
  'fail_on',
  'tables',
  'tables.numbers',
  'tables.repair',
  'tables.fetch_days',
  'tables.compare',
];

/**
 * The configuration that a run is continued with: what it was started with, under settings of now. Throws a TapehaulError
 * `config_invalid` for a setting that cannot be changed, and when those do not go together.
 */
export function continuedConfig(
  recorded: unknown,
  settings: Readonly<Record<string, string>>,
): CollectionConfig {
  checkSettings(settings);
  return parseConfig(recorded, { overrides: settings });
}

function checkSettings(settings: Readonly<Record<string, string>>): void {
  const refused = Object.keys(settings).find(
    (key) => !key.startsWith('source.') && !CHANGEABLE.includes(key),
  );
  if (refused === undefined) return;
  const message = `${refused} cannot be changed for a run that was started before`;
  throw new TapehaulError('config_invalid', message, {
    facts: { key: refused },
    hint: `These can: source.*, ${CHANGEABLE.join(', ')}. Start a new run for anything else: tapehaul collect.`,
  });
}

/** What a run was started with. */
export interface RecordedRun {
  readonly run: string;
  /** Its output directory is the one that it was found in. */
  readonly config: CollectionConfig;
  /** The UTC day that decides what can be published. */
  readonly today: string;
  /** The plan that it was started from; undefined where it was not started from one. */
  readonly plan?: PlanFingerprint | undefined;
  /** Where its values came from, by path, and who started it; undefined where that is not recorded. */
  readonly origins?: Readonly<Record<string, string>> | undefined;
  readonly started_by?: string | undefined;
}

/**
 * Reads what a run of an output directory was started with, under settings of now; the newest one without an id. Throws a
 * TapehaulError `config_invalid` when those do not go together, and `run_complete` for a run that is no collection.
 */
async function recordedRun(
  root: string,
  runId: string | undefined,
  settings: ConfigOptions['overrides'] = {},
): Promise<RecordedRun> {
  const record = await openRecord(root);
  try {
    const run = await findRun(record, runId);
    if (run.flow !== FLOW_NAME) throw noCollection(run);
    const { config, ...parameters } = parametersSchema.parse(parametersOf(run));
    return {
      run: run.runId,
      config: { ...parseConfig(config, { overrides: settings }), output_directory: root },
      ...parameters,
    };
  } finally {
    await closeQuietly(record);
  }
}

function noCollection({ runId, flow }: RunRecord): TapehaulError {
  return new TapehaulError('run_complete', `run ${runId} is no collection, but of ${flow}`, {
    facts: { runId, flow },
    hint: `Run the same tapehaul ${flow === TABLES_FLOW ? 'tables build' : flow} again: what is done already is not done twice.`,
  });
}

const parametersSchema = z.object({
  config: z.unknown(),
  today: z.iso.date(),
  plan: planFingerprintSchema.optional(),
  origins: z.record(z.string(), z.string()).optional().catch(undefined),
  started_by: z.string().optional().catch(undefined),
});

/** Runs of a catalog that an older tapehaul made have the configuration alone. */
function parametersOf({ parameters, startedAt }: RunRecord): unknown {
  const isWhole = typeof parameters === 'object' && parameters !== null && 'config' in parameters;
  return isWhole ? parameters : { config: parameters, today: utcDay(() => startedAt) };
}
