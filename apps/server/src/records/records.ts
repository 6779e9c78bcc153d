import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { TapehaulError } from '@tapehaul/errors';
import { type CatalogReader, findRecord, markCrashedRuns, type RunRecord } from '@tapehaul/workflow';
import { DEPTH, HIDDEN } from './directory-names.ts';
import { type OpenRecord, OpenRecords } from './open-records.ts';
import type { OutputDirectories } from './output-directories.ts';

/** A run, in the record of its output directory. */
export interface FoundRun {
  readonly directory: string;
  /** The directory as callers name it. */
  readonly name: string;
  readonly record: CatalogReader;
  readonly run: RunRecord;
}

/** Runs whose directories are remembered. */
const MOST_HOMES = 10_000;

/** The records of all output directories. */
export class Records {
  readonly #directories: OutputDirectories;
  readonly #onError: (error: unknown) => void;
  readonly #open = new OpenRecords();
  /** Directories of runs that were requested. */
  readonly #homes = new Map<string, string>();

  /** `onError` receives the errors of records that cannot be read; they are left out. */
  constructor(directories: OutputDirectories, onError: (error: unknown) => void = () => {}) {
    this.#directories = directories;
    this.#onError = onError;
  }

  /** Output directories that have a record: the root, those in it, and those in these. */
  async directories(): Promise<string[]> {
    const found: string[] = [];
    let level = [this.#directories.root];
    for (let depth = 0; depth <= DEPTH; depth += 1) {
      const have = await Promise.all(level.map(hasRecord));
      found.push(...level.filter((_, at) => have[at]));
      const below = await Promise.all(level.map(folders));
      level = below.flat();
    }
    return found;
  }

  /** A directory as callers name it. */
  nameOf(directory: string): string {
    return this.#directories.nameOf(directory);
  }

  /** Reads each record in turn; one that cannot be opened is left out and reported, and one that gives undefined is left out. */
  async *each<Result>(
    read: (record: CatalogReader, directory: string) => Promise<Result | undefined>,
    onUnreadable?: (directory: string, error: unknown) => void,
  ): AsyncGenerator<Result, void, undefined> {
    for (const directory of await this.directories()) {
      const onError = (error: unknown): void => onUnreadable?.(directory, error);
      const found = await this.#read(directory, (record) => read(record, directory), onError);
      if (found !== undefined) yield found;
    }
  }

  /** Reads the record of an output directory; gives undefined when it has none, or one that cannot be opened. */
  async read<Result>(
    directory: string,
    read: (record: CatalogReader) => Promise<Result>,
  ): Promise<Result | undefined> {
    return (await hasRecord(directory)) ? this.#read(directory, read) : undefined;
  }

  /** Reads the record that has a run; gives undefined when none has. */
  async findRun<Result>(
    runId: string,
    read: (found: FoundRun) => Promise<Result> | Result,
  ): Promise<Result | undefined> {
    const readRun = (directory: string) => async (record: CatalogReader) => {
      const run = await record.run(runId);
      const name = this.#directories.nameOf(directory);
      return run && { result: await read({ directory, name, record, run }) };
    };
    const home = this.#homes.get(runId);
    const known = home === undefined ? undefined : await this.#read(home, readRun(home));
    if (known !== undefined) return known.result;
    const found = this.each(async (record, directory) => {
      const result = await readRun(directory)(record);
      if (result !== undefined) this.#remember(runId, directory);
      return result;
    });
    for await (const { result } of found) return result;
    return undefined;
  }

  /** Reads the record that has a run. Rejects with a TapehaulError `run_not_found` when none has. */
  async readRun<Result>(runId: string, read: (found: FoundRun) => Promise<Result> | Result): Promise<Result> {
    const found = await this.findRun(runId, async (run) => ({ result: await read(run) }));
    if (found !== undefined) return found.result;
    throw new TapehaulError('run_not_found', `there is no run ${runId}`, {
      hint: 'List the runs: GET /v1/runs.',
    });
  }

  /** Marks the runs whose owner is dead as Crashed, in each record; one that cannot be written is left as it is. */
  async markCrashedRuns(): Promise<void> {
    for (const directory of await this.directories()) {
      try {
        this.#directories.requireBelow(directory);
        await markCrashedRuns(directory);
      } catch (error) {
        this.#onError(error);
      }
      // Records are opened at once; signals get their turn between two.
      await setImmediate();
    }
  }

  /** Closes all records. */
  async close(): Promise<void> {
    await this.#open.close();
  }

  /** Reads a record; gives undefined where it cannot be opened. */
  async #read<Result>(
    directory: string,
    read: (record: CatalogReader) => Promise<Result>,
    onError: (error: unknown) => void = () => {},
  ): Promise<Result | undefined> {
    using open = await this.#opened(directory, onError);
    return open === undefined ? undefined : await read(open.record);
  }

  async #opened(directory: string, onError: (error: unknown) => void): Promise<OpenRecord | undefined> {
    try {
      this.#directories.requireBelow(directory);
      return await this.#open.use(directory);
    } catch (error) {
      this.#onError(error);
      onError(error);
      return undefined;
    }
  }

  #remember(runId: string, directory: string): void {
    const [oldest] = this.#homes.keys();
    if (this.#homes.size >= MOST_HOMES && oldest !== undefined) this.#homes.delete(oldest);
    this.#homes.set(runId, directory);
  }
}

async function hasRecord(directory: string): Promise<boolean> {
  return (await findRecord(directory)) !== undefined;
}

async function folders(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory() && !HIDDEN.test(entry.name))
    .map(({ name }) => join(directory, name));
}
