import type { CollectionConfig } from '@tapehaul/config';
import type { Engine } from '@tapehaul/downloader';
import { TapehaulError } from '@tapehaul/errors';
import { s3Engine } from '@tapehaul/s3';
import { type BatchReport, type FoundS5cmd, findS5cmd, s5cmdEngine } from '@tapehaul/s5cmd';

/** The engines of a collection, in the order of preference. */
export interface Engines {
  readonly engines: readonly [Engine, ...Engine[]];
  readonly s5cmd: FoundS5cmd | null;
  /** Why s5cmd is not used; null when it is. */
  readonly whyNotS5cmd: string | null;
}

/**
 * Chooses the engines: s5cmd in batches with plain S3 to fall back on, or plain S3 alone when s5cmd is
 * switched off or cannot be found. Rejects with a TapehaulError `engine_unavailable` when `engine` insists on
 * an s5cmd that cannot be found.
 */
export async function chooseEngines(
  config: CollectionConfig,
  env: NodeJS.ProcessEnv,
  onBatch: (batch: BatchReport) => void,
): Promise<Engines> {
  const { source, max_parallel_downloads: parallel, timeout_seconds: timeoutSeconds } = config;
  const s3 = s3Engine({ ...source, concurrency: parallel, timeoutSeconds });
  if (!config.enable_s5cmd) return { engines: [s3], s5cmd: null, whyNotS5cmd: 'enable_s5cmd is false' };
  if (config.engine === 's3') return { engines: [s3], s5cmd: null, whyNotS5cmd: 'engine is s3' };
  const found = await findS5cmd(env);
  if (found === undefined) {
    const whyNotS5cmd = 'no s5cmd was found at S5CMD_PATH, on PATH or in the cache';
    if (config.engine === 'auto') return { engines: [s3], s5cmd: null, whyNotS5cmd };
    await s3.close();
    throw new TapehaulError('engine_unavailable', `engine is s5cmd, but ${whyNotS5cmd}`, {
      hint: 'Install s5cmd, set S5CMD_PATH, or set engine to auto.',
    });
  }
  const batching = config.enable_batch_mode
    ? { batchSize: config.batch_size, workers: parallel, parallelBatches: 1 }
    : { batchSize: FILE_AND_SIDECAR, workers: FILE_AND_SIDECAR, parallelBatches: parallel };
  const s5cmd = s5cmdEngine({
    ...source,
    ...batching,
    binary: found.path,
    partSizeMb: config.part_size_mb,
    timeoutSeconds,
    onBatch,
  });
  return { engines: [s5cmd, s3], s5cmd: found, whyNotS5cmd: null };
}

/** Lines of a batch that holds one file alone, for `enable_batch_mode: false`. */
const FILE_AND_SIDECAR = 2;
