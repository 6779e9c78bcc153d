/** Where the s5cmd engine reads from, and how it uses the program. */
export interface S5cmdOptions {
  /** Path of the real s5cmd program (see `findS5cmd`), never of the Python package's launcher. */
  readonly binary: string;
  /** Address of the S3 server, with its scheme. */
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  /**
   * How lines reach s5cmd. `stream`, the default: one process that lives long and is fed line by line, so
   * that no transfer waits for the end of a batch. `batch`: files of lines, one process each.
   */
  readonly mode?: 'stream' | 'batch';
  /**
   * Parallel transfers inside one s5cmd process; s5cmd itself takes at least 2. Lowered, with a remark in the
   * reports, where the limit of open files does not allow so many.
   */
  readonly workers: number;
  /** Most `cp` lines in a batch file, 100 by default. Of no effect in a stream. */
  readonly batchSize?: number;
  /** Batches at once, 1 by default. Of no effect in a stream. */
  readonly parallelBatches?: number;
  /** Objects above this size come in parallel ranges, in MiB. */
  readonly partSizeMb: number;
  /**
   * A transfer of which neither a result came nor a byte was written for this long fails as `stalled`; it is
   * found at the latest half of that time, or ten seconds, after that. A process in which all hang is ended.
   */
  readonly timeoutSeconds: number;
  /** Called after each s5cmd process has ended: after each batch, or with what one streamed process did. */
  readonly onBatch?: (batch: BatchReport) => void;
}

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
