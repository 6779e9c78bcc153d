import { sidecarOwner } from '@tapehaul/archive';
import type { EngineProvider } from '@tapehaul/downloader';
import type { Network } from '@tapehaul/network';
import { type FoundS5cmd, findS5cmd, whyNoS5cmd } from './program/find.ts';
import { s5cmdEngine } from './s5cmd-engine.ts';

/** Largest object that plain S3 brings with less CPU, in bytes, as measured by `npm run bench:engines`; docs/engines.md has the table. */
const SMALL = 2 * 2 ** 20;

/** Its keys of the configuration. */
export interface S5cmdSettings {
  readonly batch_size: number;
  readonly part_size_mb: number;
  readonly enable_batch_mode: boolean;
}

/** s5cmd as an engine of collections. */
export const s5cmdProvider: EngineProvider<S5cmdSettings, FoundS5cmd, Network> = {
  name: 's5cmd',
  title: 's5cmd',
  options: {
    batch_size: {
      type: 'integer',
      min: 1,
      max: 10_000,
      default: 50,
      about: 'Most cp lines in an s5cmd batch file, one for each data file.',
    },
    part_size_mb: {
      type: 'integer',
      min: 5,
      max: 5_120,
      default: 50,
      about: 's5cmd fetches larger objects in parallel ranges of this size, in MiB.',
    },
    enable_batch_mode: {
      type: 'boolean',
      default: true,
      about:
        'true: s5cmd batch files of batch_size; false: one long-lived s5cmd process fed line by line, faster.',
    },
    enable_s5cmd: {
      type: 'boolean',
      default: true,
      turnsOff: true,
      mayChange: true,
      about: 'false: as engine s3.',
    },
  },
  whyNot: [
    { key: 'max_bytes_per_second', when: 'given', fact: 'cannot keep to max_bytes_per_second' },
    { key: 'max_requests_per_second', when: 'given', fact: 'cannot keep to max_requests_per_second' },
    { key: 'source.style', when: ['host', 'none'], fact: 'supports the bucket in the path only' },
  ],
  found: ['path', 'version'],
  preferredFor: `files above ${SMALL / 2 ** 20} MiB`,
  ownWays: 'network',
  signs: false,
  startsPrograms: true,
  worksInBatches: true,
  statistics: { s5cmd_available: 'available', batch_mode_enabled: 'enable_batch_mode' },
  // HEAD before each GET.
  requestsPerObject: 2,
  // The ninety bytes of a sidecar are worth no HEAD request and no line.
  takes: ({ key }) => sidecarOwner(key) === undefined,
  prefers: ({ size, likelySize = 0 }) => (size ?? likelySize) > SMALL,
  async find({ env }, signal) {
    const found = await findS5cmd(env, signal);
    if (found !== undefined) return { found, words: `s5cmd ${found.version} at ${found.path}` };
    return {
      whyNot: whyNoS5cmd(env),
      remedy: 'Install s5cmd 2.3 on PATH, or set S5CMD_PATH to it.',
      hint: 'Install s5cmd, set S5CMD_PATH to it',
    };
  },
  create({ source, concurrency, timeoutSeconds, lowSpeed, network, env, settings, found, onBatch }) {
    return s5cmdEngine({
      ...source,
      mode: settings.enable_batch_mode ? 'batch' : 'stream',
      batchSize: settings.batch_size,
      workers: concurrency,
      binary: found.path,
      partSizeMb: settings.part_size_mb,
      timeoutSeconds,
      lowSpeed,
      network,
      ...(env === undefined ? {} : { env }),
      onBatch,
    });
  },
};
