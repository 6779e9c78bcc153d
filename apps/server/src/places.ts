import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { TapehaulError } from '@tapehaul/errors';
import { type CatalogReader, openRecord, type RunRecord } from '@tapehaul/workflow';

/** A run, in the record of its output directory. */
export interface FoundRun {
  readonly directory: string;
  readonly record: CatalogReader;
  readonly run: RunRecord;
}

/** Where output directories lie: below one root, and nowhere else. */
export class Places {
  readonly root: string;

  readonly #onError: (error: unknown) => void;

  /** `onError` hears of records that cannot be read; they are left out. */
  constructor(root: string, onError: (error: unknown) => void = () => {}) {
    this.root = resolve(root);
    this.#onError = onError;
  }

  /** The output directory that a relative path means. Throws a TapehaulError `config_invalid` when it leads out of the root. */
  resolve(path: string): string {
    const directory = resolve(this.root, path);
    const inside = relative(this.root, directory);
    const parts = inside.split(sep);
    // As deep as records are looked for, and by names that are looked at.
    const isFound =
      parts.length <= DEPTH &&
      parts.every((part) => part !== '' && !HIDDEN.test(part) && !part.includes('\0'));
    if (isFound) return directory;
    throw new TapehaulError(
      'config_invalid',
      `output_directory: got ${JSON.stringify(path)}, which leads out of the data of this service`,
      {
        hint: 'Give a relative path, as btc or btc/candles.',
        problems: [
          {
            path: 'output_directory',
            message: `${JSON.stringify(path)}, expected a relative path of at most 3 names, none of which begins with a dot or an underscore`,
          },
        ],
      },
    );
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
      found.push(...level.filter((directory) => existsSync(join(directory, '.tapehaul', 'catalog.db'))));
      const below = await Promise.all(level.map(folders));
      level = below.flat();
    }
    return found;
  }

  /** Looks at each record in turn, and closes it. */
  async *records(): AsyncGenerator<{ readonly directory: string; readonly record: CatalogReader }> {
    for (const directory of await this.directories()) {
      const record = this.#open(directory);
      if (record === undefined) continue;
      try {
        yield { directory, record };
      } finally {
        record.close();
      }
    }
  }

  #open(directory: string): CatalogReader | undefined {
    try {
      return openRecord(directory);
    } catch (error) {
      this.#onError(error);
      return undefined;
    }
  }

  /** Looks at the record that has a run; undefined when none has. */
  async find<Result>(runId: string, look: (found: FoundRun) => Result): Promise<Result | undefined> {
    for await (const { directory, record } of this.records()) {
      const run = record.run(runId);
      if (run !== undefined) return look({ directory, record, run });
    }
    return undefined;
  }

  /** Looks at the record that has a run. Rejects with a TapehaulError `run_not_found` when none has. */
  async withRun<Result>(runId: string, look: (found: FoundRun) => Result): Promise<Result> {
    const found = await this.find(runId, (run) => ({ result: look(run) }));
    if (found !== undefined) return found.result;
    throw new TapehaulError('run_not_found', `there is no run ${runId}`, {
      hint: 'List the runs: GET /v1/runs.',
    });
  }
}

/** Levels of folders that are looked into. */
const DEPTH = 3;
/** Names that are not looked at. */
const HIDDEN = /^[._]/;

async function folders(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory() && !HIDDEN.test(entry.name))
    .map(({ name }) => join(directory, name));
}
