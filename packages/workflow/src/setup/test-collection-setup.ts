import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ConfigOptions, Environment } from '@tapehaul/config';
import { asTapehaulError, stoppedBy } from '@tapehaul/errors';
import { type CollectionMetrics, createCollectionMetrics } from '@tapehaul/metrics';
import { tryBatchDownload } from './points/try-batch-download.ts';
import { tryConfiguration } from './points/try-configuration.ts';
import { tryErrorHandling } from './points/try-error-handling.ts';
import { tryMetrics } from './points/try-metrics.ts';
import { tryS5cmd } from './points/try-s5cmd.ts';
import { tryStorage } from './points/try-storage.ts';
import { tryTaskRunner } from './points/try-task-runner.ts';
import { tryWorkflow } from './points/try-workflow.ts';
import {
  type CollectionSetupTest,
  failed,
  type PointOutcome,
  SETUP_POINTS,
  type SetupPoint,
  type SetupPointName,
} from './trial/setup-point.ts';
import { readSetupSettings } from './trial/setup-settings.ts';
import type { Trial } from './trial/trial.ts';
import type { TrialArchive } from './trial/trial-archive.ts';
import { makeTrialFolder, remedyOf } from './trial/trial-folder.ts';

/** What a set-up is tested with. */
export interface CollectionSetupOptions {
  /** The archive that tried collections read: never the one of the configuration. */
  readonly archive: TrialArchive;
  /** Environment of the configuration, of programs, proxies and authorities; that of the process by default. */
  readonly env?: Environment;
  /** Values that win over the environment and the file, by path. */
  readonly overrides?: ConfigOptions['overrides'];
  /** Ends the test: what it wrote is removed, then it rejects with `cancelled`. */
  readonly signal?: AbortSignal;
  /** Receives each point once it has been tried. */
  readonly onPoint?: (point: SetupPoint) => void;
  /** Points to try; all by default. */
  readonly only?: readonly SetupPointName[];
  /** Makes the statistics that are tried; by default those of `createCollectionMetrics`, which are not exported. */
  readonly createMetrics?: () => CollectionMetrics;
  /** Longest time of a point, in seconds; 8 by default. */
  readonly pointSeconds?: number;
  /** Longest time of all points, in seconds; 18 by default. Points that are left then fail. */
  readonly seconds?: number;
}

const TRIALS: Readonly<Record<SetupPointName, (trial: Trial) => Promise<PointOutcome>>> = {
  workflow_initialization: tryWorkflow,
  flow_configuration: tryConfiguration,
  task_runner: tryTaskRunner,
  error_handling: tryErrorHandling,
  batch_download: tryBatchDownload,
  s5cmd_integration: tryS5cmd,
  storage_interface: tryStorage,
  metrics_collection: tryMetrics,
};
const NAMES = Object.keys(SETUP_POINTS) as SetupPointName[];

/** Statistics of tried collections: no receiver of metrics gets them. */
const unexportedMetrics = (): CollectionMetrics => createCollectionMetrics({ isExported: false });

/** How long a point may take to end after its time is over, in milliseconds: it removes what it wrote. */
const LONGEST_END = 2_000;

/**
 * Tries on this machine what a collection by the configuration file needs, point by point: small collections from the given archive
 * into a temporary folder, which is removed, and probe files in the configured storage, which are removed, too. Nothing else is
 * written, and the archive of the configuration is not connected to. A point that does not work is a result, and so is a faulty
 * configuration. Rejects with a TapehaulError: `config_unreadable` where there is no file, `cancelled` once the signal aborts, and the
 * error of the file system, such as `file_failed`, where no temporary folder can be made.
 */
export async function testCollectionSetup(
  configPath: string,
  options: CollectionSetupOptions,
): Promise<CollectionSetupTest> {
  const { archive, env = process.env, overrides = {}, only = NAMES, onPoint } = options;
  const { createMetrics = unexportedMetrics, pointSeconds = 8, seconds = 18 } = options;
  const { signal = new AbortController().signal } = options;
  const begun = performance.now();
  const settings = await readSetupSettings(configPath, { env, overrides });
  const overall = AbortSignal.timeout(Math.ceil(seconds * 1_000));
  const folder = await makeTrialFolder();
  const points: SetupPoint[] = [];
  try {
    for (const point of NAMES.filter((name) => only.includes(name))) {
      const from = performance.now();
      const within = AbortSignal.any([overall, AbortSignal.timeout(Math.ceil(pointSeconds * 1_000))]);
      const stop = AbortSignal.any([signal, within]);
      const trial = { settings, archive, folder, env, createMetrics, pointSeconds, signal: stop };
      const outcome = await outcomeOf(() => TRIALS[point](trial), folder, stop);
      if (signal.aborted) throw stoppedBy(signal);
      const isLate = within.aborted && outcome.status === 'failed';
      const tried = {
        point,
        title: SETUP_POINTS[point],
        ...(isLate ? late(point, outcome) : outcome),
        seconds: secondsSince(from),
      };
      points.push(tried);
      onPoint?.(tried);
    }
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
  const isPassed = points.every(({ status }) => status === 'passed');
  return { passed: isPassed, points, seconds: secondsSince(begun) };
}

/** The outcome of a point; what it throws, or that it does not end, is a failure. */
async function outcomeOf(
  work: () => Promise<PointOutcome>,
  folder: string,
  stop: AbortSignal,
): Promise<PointOutcome> {
  const ended = new AbortController();
  const { promise: givenUp, resolve } = Promise.withResolvers<PointOutcome>();
  const giveUp = (): void => {
    void sleep(LONGEST_END, undefined, { signal: ended.signal }).then(
      () => resolve(failed('it did not end', '')),
      () => {},
    );
  };
  if (stop.aborted) return failed('not tried: the time of all points was over', '');
  stop.addEventListener('abort', giveUp, { once: true, signal: ended.signal });
  try {
    return await Promise.race([work(), givenUp]);
  } catch (thrown) {
    const error = asTapehaulError(thrown, stop);
    return failed(error.message, remedyOf(error, folder));
  } finally {
    ended.abort();
  }
}

const OF_LOAD = 'Try again on a machine with less load.';

/** The storage alone may be anywhere: everything else is on this machine. */
function late(point: SetupPointName, { message }: PointOutcome): PointOutcome {
  const isStorage = point === 'storage_interface';
  const remedy = isStorage
    ? 'Check how fast the storage and the network to it answer, then try again.'
    : OF_LOAD;
  return failed(`not done in time (${message})`, remedy);
}

function secondsSince(from: number): number {
  return Math.round(performance.now() - from) / 1_000;
}
