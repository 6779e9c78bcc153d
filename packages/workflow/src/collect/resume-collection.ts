import { resolve } from 'node:path';
import type { TaskSelection } from '@tapehaul/catalog';
import { CHANGEABLE_ENGINE_KEYS, type CollectionConfig, parseConfig } from '@tapehaul/config';
import { TapehaulError } from '@tapehaul/errors';
import type { CollectionResult } from '../result/result.ts';
import { type RecordedRun, recordedOrigins, recordedRun } from './recorded-run.ts';
import { FLEET, type RunPlace } from './run-place.ts';
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
 * Takes up a run of an output directory again, with the configuration and the day that it was started with. Its files are done here, or by a fleet
 * where `fleet` is given, wherever they were done before: `runPlace` says where.
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
  const recorded = await recordedRun(root, runId, { ...settings, ...rate });
  const { run, config, today, plan, place: recordedPlace } = recorded;
  const from = plan === undefined ? {} : { plan };
  const place: RunPlace = options.fleet === undefined ? 'here' : FLEET;
  const isChanged = Object.keys(settings).length > 0 || place !== recordedPlace;
  const changed = isChanged
    ? changedParameters(await recordedRun(root, runId, settings), settings, place)
    : undefined;
  const stop = { ...(signal === undefined ? {} : { signal }), ...(gently === undefined ? {} : { gently }) };
  const origins = recordedOrigins(config, settings);
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
  place: RunPlace,
): object {
  const given = Object.keys(settings).map((path) => [path, 'override'] as const);
  return {
    config,
    today,
    ...(plan === undefined ? {} : { plan }),
    ...(origins === undefined ? {} : { origins: { ...origins, ...Object.fromEntries(given) } }),
    ...(started_by === undefined ? {} : { started_by }),
    ...(place === FLEET ? { on: FLEET } : {}),
  };
}

/** Settings that a run may be continued with: they change where files come from and how, never which files they are. */
const CHANGEABLE: readonly string[] = [
  'engine',
  ...CHANGEABLE_ENGINE_KEYS,
  'max_parallel_downloads',
  'max_requests_per_second',
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
