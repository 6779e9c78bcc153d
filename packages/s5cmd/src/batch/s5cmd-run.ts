import { asTapehaulError, type TapehaulError } from '@tapehaul/errors';
import { workersOf } from '../command/command-line.ts';
import type { S5cmdSettings } from '../command/options.ts';
import { type Line, Lines } from '../process/lines.ts';
import { type Process, startProcess } from '../process/process.ts';
import type { StartLimit } from '../process/start-limit.ts';
import { outOfMemory, type ProcessEnd, unanswered } from '../process/unanswered.ts';
import { type StuckLines, watchLines } from '../process/watchdog.ts';
import type { PendingTransfer } from '../transfers/pending-transfer.ts';
import { removeFile } from '../transfers/take-over.ts';

/** How long a process may take to end after it has answered every line of its batch, in milliseconds. */
const END_GRACE = 3_000;
/** s5cmd holds some 2 KB for each failed line until it ends; a process with that many is replaced. */
const MOST_FAILURES = 10_000;

/**
 * One s5cmd process and the lines it was given. A line that hangs is given up, and the process with it: it
 * should get no more lines, and is ended once none of its lines is waited for.
 */
export class S5cmdRun {
  readonly lines: Lines;
  readonly #options: S5cmdSettings;
  readonly #trust: StartLimit;
  readonly #onFree: () => void;
  readonly #again: (job: PendingTransfer) => void;
  #process: Process | undefined;
  #drained = true;
  #retired = false;
  /** Why lines were given up, if any were. */
  #hung: string | undefined;
  #stopped: ProcessEnd | undefined;
  /** Whether the process has all the lines that it will get. */
  #complete = false;
  /** The file of those lines, until s5cmd has opened it. */
  #batchFile: string | undefined;
  #overdue: NodeJS.Timeout | undefined;

  /**
   * `onRoom` is called when lines were answered or given up, and when the process takes more again; `again` with each job
   * that another process is to do, since this one is ended for what another line of it does.
   */
  constructor(
    options: S5cmdSettings,
    trust: StartLimit,
    onFree: () => void,
    again: (job: PendingTransfer) => void,
  ) {
    this.lines = new Lines(options);
    this.#options = options;
    this.#trust = trust;
    this.#onFree = onFree;
    this.#again = again;
  }

  /** Whether the process should get more lines at all. */
  get retired(): boolean {
    return this.#retired;
  }

  /** Whether the process takes a line now. */
  get takes(): boolean {
    return !this.#retired && this.#drained;
  }

  /** Opens a line for a job; its text is for s5cmd, by file or by {@link feed}. */
  open(job: PendingTransfer): string {
    const { line, text } = this.lines.add(job);
    job.withdraw = () => {
      this.lines.abandon(line);
      this.#stopUnwanted();
    };
    return text;
  }

  /**
   * Starts the process, on a file of lines or on those it is fed. Fulfilled when it has ended, every line is
   * settled, what it left and the file are removed and `onBatch` was called. Never rejects.
   */
  async start(batchFile?: string): Promise<void> {
    const { lines } = this;
    const { onBatch } = this.#options;
    const started = performance.now();
    this.#complete = batchFile !== undefined;
    this.#batchFile = batchFile;
    const onWritable = (): void => {
      this.#drained = true;
      this.#onFree();
    };
    this.#process = startProcess(this.#options, batchFile, (output) => this.#receive(output), onWritable);
    lines.run();
    const onStuck = (found: StuckLines): void => {
      if (found.endless.size > 0) this.#endEndless(found);
      else this.#stall(found);
    };
    const workers = workersOf(this.#options);
    const reads = () => this.#process?.reads();
    const unwatch = watchLines(lines, workers, this.#options, reads, onStuck, () => this.#checkMemory());
    const death = await this.#process.ended;
    unwatch();
    clearTimeout(this.#overdue);
    this.#removeBatchFile();
    this.#retired = true;
    const ending = this.#stopped ?? death;
    this.#trust.note(ending, lines.answered, lines.remarks);
    await lines.end((key) => unanswered(key, ending, lines.remarks));
    try {
      onBatch?.({ ...lines.counts, durationMs: performance.now() - started, remarks: lines.remarks });
    } catch (error) {
      // No caller waits for the end of a process, and its transfers are already settled.
      process.emitWarning(asTapehaulError(error));
    }
  }

  /** Gives lines to a process without a batch file. */
  feed(text: string): void {
    this.#drained = this.#process?.write(text) ?? false;
  }

  /** Ends the process; its open lines are settled as the first call says. */
  stop(kind: 'cancelled' | 'stalled', reason: string): void {
    this.#retired = true;
    this.#stopped ??= { kind, reason };
    this.#process?.stop();
  }

  #receive(output: readonly string[]): void {
    for (const text of output) this.lines.receive(text);
    if (this.lines.answered > 0) this.#removeBatchFile();
    if (this.lines.counts.failed >= MOST_FAILURES) this.#retired = true;
    this.#onFree();
    this.#stopUnwanted();
  }

  #removeBatchFile(): void {
    if (this.#batchFile !== undefined) removeFile(this.#batchFile);
    this.#batchFile = undefined;
  }

  /**
   * Ends the process at once: what it does for a line has no end, and s5cmd cannot give up one line. All others are done
   * again by another process.
   */
  #endEndless({ endless }: StuckLines): void {
    for (const [line, error] of endless) {
      if (line.abandoned) continue;
      this.lines.abandon(line);
      line.job.reject(error);
    }
    this.stop('cancelled', 'what this process did for another file had no end');
    this.#handOver();
  }

  /**
   * Ends a process that takes more memory than it may: the lines that it works on, one of which is to blame, fail as trouble
   * of this engine's own; the others are done by another process.
   */
  #checkMemory(): void {
    const { maxMemoryBytes } = this.#options;
    const memory = this.#process?.memory() ?? 0;
    if (memory <= maxMemoryBytes || this.#stopped !== undefined) return;
    for (const line of this.lines.first(workersOf(this.#options))) {
      if (line.abandoned) continue;
      this.lines.abandon(line);
      line.job.reject(outOfMemory(line.job.transfer.key, memory, maxMemoryBytes));
    }
    this.stop('cancelled', 'it took too much memory');
    this.#handOver();
  }

  /** Leaves what is still open to another process. */
  #handOver(): void {
    for (const line of this.lines.first(this.lines.open)) {
      if (line.abandoned) continue;
      this.lines.abandon(line);
      this.#again(line.job);
    }
    this.#onFree();
  }

  #stall({ stalled, all }: StuckLines): void {
    const reason = `no byte moved for ${this.#options.timeoutSeconds} s`;
    this.#retired = true;
    this.#hung = reason;
    if (all && [...stalled.values()].every((slow) => slow === undefined)) this.stop('stalled', reason);
    else {
      const given = [...stalled].filter(([{ abandoned }]) => !abandoned);
      for (const [line] of given) this.lines.abandon(line);
      void this.#giveUp(given, reason);
      this.#stopUnwanted();
    }
  }

  /** Rejects lines that hang, without their files; s5cmd may still write to them, and will fail to rename. */
  async #giveUp(
    given: readonly (readonly [Line, TapehaulError | undefined])[],
    reason: string,
  ): Promise<void> {
    for (const { path } of await this.lines.filesOf(given.map(([line]) => line))) removeFile(path);
    for (const [{ job }, slow] of given) {
      job.reject(slow ?? unanswered(job.transfer.key, { kind: 'stalled', reason }, this.lines.remarks));
    }
    if (given.length > 0) this.#onFree();
  }

  /** Stops a process that is no longer waited for, and one that has answered all that it will ever get and stays. */
  #stopUnwanted(): void {
    const { open, live } = this.lines;
    const stop = (): void => {
      if (this.#hung === undefined) this.stop('cancelled', 'stopped on request');
      else this.stop('stalled', this.#hung);
    };
    if (live === 0 && (open > 0 || this.#retired)) stop();
    else if (open === 0 && this.#complete) this.#overdue ??= setTimeout(stop, END_GRACE);
  }
}
