import { sidecarOwner } from '@tapehaul/archive';
import type { CollectionConfig, Environment } from '@tapehaul/config';
import type { Engine, Transfer } from '@tapehaul/downloader';
import { TapehaulError } from '@tapehaul/errors';
import type { Network } from '@tapehaul/network';
import { s3Engine } from '@tapehaul/s3';
import { type BatchReport, type FoundS5cmd, s5cmdEngine } from '@tapehaul/s5cmd';
import type { ServerAccess } from './access.ts';
import { type S5cmdSearch, whyUnwanted } from './s5cmd-search.ts';
import { engineForSize } from './size-classes.ts';

/** The engines of a collection. */
export interface Engines {
  /** In the order of preference. */
  readonly engines: readonly [Engine, ...Engine[]];
  /** The engine that a transfer goes over first, by name. */
  readonly choose: (transfer: Transfer) => string;
  /** `auto` when that depends on its size. */
  readonly preferred: 'auto' | 's5cmd' | 's3';
  readonly s5cmd: FoundS5cmd | null;
  /** Why s5cmd is not at hand; null when it is. */
  readonly whyNotS5cmd: string | null;
}

/** What engines are chosen and made by. */
export interface EngineNeeds {
  readonly config: CollectionConfig;
  /** How the source is connected to. */
  readonly network: Network;
  /** How the source may be reached. */
  readonly access: ServerAccess;
  /** Environment of s5cmd; that of the process by default. */
  readonly env: Environment | undefined;
  /** Receives each s5cmd batch that has ended. */
  readonly onBatch: (batch: BatchReport) => void;
  readonly s5cmd: Pick<S5cmdSearch, 'found' | 'whyNot'>;
}

/**
 * Chooses the engines: both with `auto`, each file over the one that
 * is faster for its size, the other to fall back on; s5cmd first with `s5cmd`, but for sidecars, whose ninety bytes are
 * worth no HEAD request and no line; plain S3 alone with `s3`, at a limited rate, or when s5cmd is switched off or
 * cannot be found. Rejects with a TapehaulError `engine_unavailable` when `engine` insists on an s5cmd that cannot be
 * found.
 */
export async function chooseEngines(needs: EngineNeeds): Promise<Engines> {
  const { config, network, access, s5cmd: search, env, onBatch } = needs;
  const { source, max_parallel_downloads: concurrency, timeout_seconds: timeoutSeconds } = config;
  const { max_bytes_per_second: maxBytesPerSecond } = config;
  const rate = maxBytesPerSecond === undefined ? {} : { maxBytesPerSecond };
  const { credentials } = access;
  const lowSpeed = { bytesPerSecond: config.low_speed_limit, seconds: config.low_speed_seconds };
  const s3 = s3Engine({ ...source, credentials, ...rate, concurrency, timeoutSeconds, lowSpeed, network });
  const only = (whyNotS5cmd: string): Engines => {
    return { engines: [s3], choose: () => s3.name, preferred: 's3', s5cmd: null, whyNotS5cmd };
  };
  const unwanted = whyUnwanted(config) ?? whyRefused(access);
  if (unwanted !== undefined) return only(unwanted);
  const found = await search.found;
  if (found === undefined) {
    const whyNotS5cmd = search.whyNot;
    if (config.engine === 'auto') return only(whyNotS5cmd);
    await s3.close();
    throw new TapehaulError('engine_unavailable', `engine is s5cmd, but ${whyNotS5cmd}`, {
      hint: 'Install s5cmd, set S5CMD_PATH to it, or set engine to auto.',
    });
  }
  const s5cmd = s5cmdEngine({
    ...source,
    mode: config.enable_batch_mode ? 'batch' : 'stream',
    batchSize: config.batch_size,
    workers: concurrency,
    binary: found.path,
    partSizeMb: config.part_size_mb,
    timeoutSeconds,
    lowSpeed,
    network,
    ...(env === undefined ? {} : { env }),
    onBatch,
  });
  const both = { s5cmd: found, whyNotS5cmd: null };
  if (config.engine === 's5cmd') {
    const choose = ({ key }: Transfer) => (sidecarOwner(key) === undefined ? s5cmd.name : s3.name);
    return { ...both, engines: [s5cmd, s3], choose, preferred: 's5cmd' };
  }
  return { ...both, engines: [s3, s5cmd], choose: engineForSize, preferred: 'auto' };
}

/** Why s5cmd may not read from a source; undefined when it may. */
function whyRefused({ credentials, allowS5cmd }: ServerAccess): string | undefined {
  if (!allowS5cmd) return 's5cmd is not allowed for this source';
  return credentials === 'chain' ? 's5cmd reads without credentials only' : undefined;
}
