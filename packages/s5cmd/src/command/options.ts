import { type ArchiveSource, PUBLIC_ARCHIVE } from '@tapehaul/archive';
import { LOW_SPEED, type LowSpeed } from '@tapehaul/downloader';
import { type Environment, type Network, networkOf } from '@tapehaul/network';

/**
 * Where the s5cmd engine reads from, the public archive by default, and how it uses the program. Of `style` it knows
 * `path` only, and takes no notice of another.
 */
export interface S5cmdOptions extends Partial<ArchiveSource> {
  /** Path of the real s5cmd program (see `findS5cmd`), never of the Python package's launcher. */
  readonly binary: string;
  /**
   * How lines reach s5cmd. `stream`, the default: one process that lives long and is fed line by line, so
   * that no transfer waits for the end of a batch. `batch`: files of lines, one process each.
   */
  readonly mode?: 'stream' | 'batch';
  /**
   * Parallel transfers inside one s5cmd process, 16 by default; s5cmd itself takes at least 2. Lowered, with a remark in the
   * reports, where the limit of open files does not allow that many.
   */
  readonly workers?: number;
  /** Most `cp` lines in a batch file, 100 by default. Of no effect in a stream. */
  readonly batchSize?: number;
  /** Batches at once, 1 by default. Of no effect in a stream. */
  readonly parallelBatches?: number;
  /** Objects above this size come in parallel ranges, in MiB; 50 by default. */
  readonly partSizeMb?: number;
  /**
   * A transfer of which neither a result came nor a byte was written for this long, 60 seconds by default,
   * fails as `stalled`; it is found at the latest half of that time, or ten seconds, after that. A process in
   * which all hang is ended.
   */
  readonly timeoutSeconds?: number;
  /** When a file is written too slowly; by default with fewer than 50 bytes a second for a minute. */
  readonly lowSpeed?: LowSpeed;
  /**
   * Most memory of an s5cmd process, in bytes; 512 MiB by default, several times what it was ever seen to need. A server
   * can make it take any amount: it reads an error document without an end to its end. Checked on Linux.
   */
  readonly maxMemoryBytes?: number;
  /** The environment that s5cmd gets some variables of, such as `PATH`; that of this process by default. */
  readonly env?: Environment;
  /** How to connect; as that environment says by default. */
  readonly network?: Network;
  /** Called after each s5cmd process has ended: after each batch, or with what one streamed process did. */
  readonly onBatch?: (batch: BatchReport) => void;
}

/** Options with everything filled in. */
export type S5cmdSettings = Required<Omit<S5cmdOptions, Left>> &
  Pick<S5cmdOptions, Left> & {
    /** What the environment of s5cmd says of proxies and authorities. */
    readonly variables: Readonly<Record<string, string>>;
  };

/** Options that may be left out without a default. */
type Left = 'onBatch' | 'prefix' | 'style';

/** The options with their defaults. Throws a TapehaulError `config_invalid` for an environment that is faulty. */
export function settingsOf(options: S5cmdOptions): S5cmdSettings {
  const { env = process.env, network = networkOf(env) } = options;
  return { ...PUBLIC_ARCHIVE, ...DEFAULTS, ...options, env, network, variables: {} };
}

const DEFAULTS = {
  mode: 'stream',
  workers: 16,
  batchSize: 100,
  parallelBatches: 1,
  partSizeMb: 50,
  timeoutSeconds: 60,
  lowSpeed: LOW_SPEED,
  maxMemoryBytes: 512 * 2 ** 20,
} as const;

/** What one s5cmd process did. */
export interface BatchReport {
  /** Lines that it was given. */
  readonly transfers: number;
  readonly succeeded: number;
  /** All others: refused, lost, stalled or called off. */
  readonly failed: number;
  /** From the start of the process to its end. */
  readonly durationMs: number;
  /** What s5cmd said last that belongs to no transfer, and what this engine has to say of it. */
  readonly remarks: readonly string[];
}
