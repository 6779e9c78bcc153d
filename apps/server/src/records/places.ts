import { readdir } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { problemText } from '@tapehaul/config';
import { asTapehaulError, type Problem, TapehaulError } from '@tapehaul/errors';
import { type CatalogReader, findRecord, markCrashedRuns, type RunRecord } from '@tapehaul/workflow';
import { DEPTH, directoryProblems, HIDDEN } from './directory-names.ts';
import { HostPaths } from './host-paths.ts';
import { OpenRecords } from './open-records.ts';
import { realBelow, realPath, requireBelow } from './real-paths.ts';

/** A run, in the record of its output directory. */
export interface FoundRun {
  readonly directory: string;
  readonly record: CatalogReader;
  readonly run: RunRecord;
}

/** Where output directories lie: below one root, and nowhere else. */
export class Places {
  readonly root: string;
  readonly hostPaths: HostPaths;

  readonly #onError: (error: unknown) => void;
  readonly #open = new OpenRecords();
  /** Directories of runs that were requested. */
  readonly #homes = new Map<string, string>();

  /** `onError` receives the errors of records that cannot be read; they are left out. */
  constructor(root: string, onError: (error: unknown) => void = () => {}) {
    this.root = realPath(resolve(root)) ?? resolve(root);
    this.hostPaths = new HostPaths(root);
    this.#onError = onError;
  }

  /** The output directory that a relative path means. Throws a TapehaulError `config_invalid` when it leads out of the root. */
  resolve(path: string): string {
    const problems = this.problemsWith(path);
    // As a link of the operator's leads: one directory has one name.
    if (problems.length === 0)
      return realBelow(this.root, resolve(this.root, path)) ?? resolve(this.root, path);
    throw new TapehaulError('config_invalid', problems.map(problemText).join('\n'), {
      hint: 'Give a relative path, such as btc or btc/candles.',
      problems,
    });
  }

  /** What is wrong with a relative path as an output directory. */
  problemsWith(path: string): Problem[] {
    const problems = directoryProblems(path);
    if (problems.length > 0) return problems;
    try {
      requireBelow(this.root, resolve(this.root, path));
      return [];
    } catch (error) {
      return [{ path: 'output_directory', message: asTapehaulError(error).message }];
    }
  }

  /** A directory as callers name it. */
  nameOf(directory: string): string {
    return relative(this.root, directory).split(sep).join('/');
  }

  /** Output directories that have a record: the root, those in it, and those in these. */
  async directories(): Promise<string[]> {
    const found: string[] = [];
    let level = [this.root];
    for (let depth = 0; depth <= DEPTH; depth += 1) {
      found.push(...level.filter(hasRecord));
      const below = await Promise.all(level.map(folders));
      level = below.flat();
    }
    return found;
  }

  /** Reads each record in turn; one that cannot be opened is left out, and one that gives undefined. */
  async *eachRecord<Result>(
    read: (record: CatalogReader, directory: string) => Promise<Result | undefined>,
  ): AsyncGenerator<Result, void, undefined> {
    for (const directory of await this.directories()) {
      const found = await this.#read(directory, (record) => read(record, directory));
      if (found !== undefined) yield found;
    }
  }

  /** Marks the runs whose owner is dead as Crashed, in each record; one that cannot be written is left as it is. */
  async markCrashedRuns(): Promise<void> {
    for (const directory of await this.directories()) {
      try {
        requireBelow(this.root, directory);
        markCrashedRuns(directory);
      } catch (error) {
        this.#onError(error);
      }
      // Records are opened at once; signals get their turn between two.
      await setImmediate();
    }
  }

  /** Reads the record of an output directory; gives undefined when it has none. */
  async withRecord<Result>(
    directory: string,
    read: (record: CatalogReader) => Promise<Result>,
  ): Promise<Result | undefined> {
    return hasRecord(directory) ? this.#read(directory, read) : undefined;
  }

  /** Reads the record that has a run; gives undefined when none has. */
  async find<Result>(
    runId: string,
    read: (found: FoundRun) => Promise<Result> | Result,
  ): Promise<Result | undefined> {
    const home = this.#homes.get(runId);
    const readRun = (directory: string) => async (record: CatalogReader) => {
      const run = await record.run(runId);
      return run && { result: await read({ directory, record, run }) };
    };
    const known = home === undefined ? undefined : await this.#read(home, readRun(home));
    if (known !== undefined) return known.result;
    const found = this.eachRecord(async (record, directory) => {
      const result = await readRun(directory)(record);
      if (result !== undefined) this.#remember(runId, directory);
      return result;
    });
    for await (const { result } of found) return result;
    return undefined;
  }

  /** Closes all records. */
  close(): void {
    this.#open.close();
  }

  /** Reads a record; gives undefined where it cannot be opened. */
  async #read<Result>(
    directory: string,
    read: (record: CatalogReader) => Promise<Result>,
  ): Promise<Result | undefined> {
    try {
      requireBelow(this.root, directory);
      this.#open.require(directory);
    } catch (error) {
      this.#onError(error);
      return undefined;
    }
    return this.#open.read(directory, read);
  }

  #remember(runId: string, directory: string): void {
    const [oldest] = this.#homes.keys();
    if (this.#homes.size >= MOST_HOMES && oldest !== undefined) this.#homes.delete(oldest);
    this.#homes.set(runId, directory);
  }

  /** Reads the record that has a run. Rejects with a TapehaulError `run_not_found` when none has. */
  async withRun<Result>(runId: string, read: (found: FoundRun) => Promise<Result> | Result): Promise<Result> {
    const found = await this.find(runId, async (run) => ({ result: await read(run) }));
    if (found !== undefined) return found.result;
    throw new TapehaulError('run_not_found', `there is no run ${runId}`, {
      hint: 'List the runs: GET /v1/runs.',
    });
  }
}

/** Runs whose directories are remembered. */
const MOST_HOMES = 10_000;

function hasRecord(directory: string): boolean {
  return findRecord(directory) !== undefined;
}

async function folders(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory() && !HIDDEN.test(entry.name))
    .map(({ name }) => join(directory, name));
}
