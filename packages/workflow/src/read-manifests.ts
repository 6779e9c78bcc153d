import { existsSync } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { TapehaulError } from '@tapehaul/errors';
import { MANIFEST, type ManifestRow, manifestRowSchema } from './manifest.ts';
import { RUNS, runDirectory } from './run-files.ts';

/**
 * The rows of a run's manifest below an output directory; or without a run those of all, the newest manifest
 * first, so that the first row of a path is the one that holds. Throws a TapehaulError `run_not_found` when the
 * run has no manifest, and a ZodError for a row of another form.
 */
export async function* readManifests(root: string, runId: string | undefined): AsyncGenerator<ManifestRow> {
  for (const file of runId === undefined ? await newestFirst(root) : [manifestOf(root, runId)]) {
    await using handle = await open(file);
    for await (const line of handle.readLines({ autoClose: false })) {
      yield manifestRowSchema.parse(JSON.parse(line));
    }
  }
}

function manifestOf(root: string, runId: string): string {
  const file = join(runDirectory(root, runId), MANIFEST);
  if (existsSync(file)) return file;
  throw new TapehaulError('run_not_found', `there is no manifest of a run ${runId} in ${root}`, {
    facts: { root, runId },
    hint: `A run that came to its end has one in ${RUNS}/<run>/${MANIFEST}; without a run, all are read.`,
  });
}

async function newestFirst(root: string): Promise<string[]> {
  const runs = existsSync(join(root, RUNS)) ? await readdir(join(root, RUNS)) : [];
  const files = runs.map((run) => join(root, RUNS, run, MANIFEST)).filter((file) => existsSync(file));
  const dated = await Promise.all(files.map(async (file) => ({ file, at: (await stat(file)).mtimeMs })));
  return dated.sort((a, b) => b.at - a.at).map(({ file }) => file);
}
