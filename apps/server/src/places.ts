import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { TapehaulError } from '@tapehaul/errors';
import { type CatalogReader, openRecord, type RunRecord } from '@tapehaul/workflow';

/** Where output directories lie: below one root, and nowhere else. */
export class Places {
  readonly root: string;

  constructor(root: string) {
    this.root = resolve(root);
  }

  /** The output directory that a relative path means. Throws a TapehaulError `config_invalid` when it leads out of the root. */
  resolve(path: string): string {
    const directory = resolve(this.root, path);
    const inside = relative(this.root, directory);
    const leadsOut = inside === '..' || inside.startsWith(`..${sep}`) || inside.includes('\0');
    if (!leadsOut && !inside.split(sep).some((part) => part.startsWith('.'))) return directory;
    throw new TapehaulError(
      'config_invalid',
      `output_directory: got ${JSON.stringify(path)}, which leads out of the data of this service`,
      {
        hint: 'Give a relative path without "..", as btc/candles.',
        problems: [
          {
            path: 'output_directory',
            message: `${JSON.stringify(path)}, expected a relative path without ".."`,
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
    for (let depth = 0; depth < DEPTH; depth += 1) {
      found.push(...level.filter((directory) => existsSync(join(directory, '.tapehaul', 'catalog.db'))));
      const below = await Promise.all(level.filter((directory) => !found.includes(directory)).map(folders));
      level = below.flat();
    }
    return found;
  }

  /** Looks at each record in turn, and closes it. */
  async *records(): AsyncGenerator<{ readonly directory: string; readonly record: CatalogReader }> {
    for (const directory of await this.directories()) {
      const record = openRecord(directory);
      try {
        yield { directory, record };
      } finally {
        record.close();
      }
    }
  }

  /** Looks at the record that has a run. Rejects with a TapehaulError `run_not_found` when none has. */
  async withRun<Result>(
    runId: string,
    look: (found: {
      readonly directory: string;
      readonly record: CatalogReader;
      readonly run: RunRecord;
    }) => Result,
  ): Promise<Result> {
    for await (const { directory, record } of this.records()) {
      const run = record.run(runId);
      if (run !== undefined) return look({ directory, record, run });
    }
    throw new TapehaulError('run_not_found', `there is no run ${runId}`, {
      hint: 'List the runs: GET /v1/runs.',
    });
  }
}

/** Levels of folders that are looked into. */
const DEPTH = 3;

async function folders(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory() && !/^[._]/.test(entry.name))
    .map(({ name }) => join(directory, name));
}
