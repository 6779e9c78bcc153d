import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { MANIFEST, runDirectory, unfinishedDirectory } from '../directory.ts';
import { type ManifestRow, manifestLine } from './manifest.ts';

/** Removes what a process that died was writing; to be called by the owner of the output directory. */
export async function sweepUnfinished(root: string): Promise<void> {
  await rm(unfinishedDirectory(root), { recursive: true, force: true });
}

/** Writes files of a run, each of which appears whole or not at all: in the folder of the run, under its name. */
export async function writeRunFiles<Row>(
  root: string,
  runId: string,
  groups: Iterable<Row[]> | AsyncIterable<Row[]>,
  lines: Readonly<Record<string, (row: Row) => string>>,
): Promise<void> {
  await mkdir(unfinishedDirectory(root), { recursive: true });
  await mkdir(runDirectory(root, runId), { recursive: true });
  const files = await Promise.all(
    Object.entries(lines).map(async ([name, line]) => {
      const part = join(unfinishedDirectory(root), `${runId}-${name}`);
      return { name, line, part, handle: await open(part, 'w') };
    }),
  );
  try {
    for await (const rows of groups) {
      for (const { handle, line } of files) await handle.write(rows.map(line).join(''));
    }
  } finally {
    for (const { handle } of files) await handle.close();
  }
  for (const { name, part } of files) await rename(part, join(runDirectory(root, runId), name));
}

/**
 * Writes the manifest of a run that removes files on request, before it removes them: earlier manifests say that they are in place.
 * Nothing is written for no rows.
 */
export async function writeRemovals(root: string, runId: string, rows: ManifestRow[]): Promise<void> {
  if (rows.length > 0) await writeRunFiles(root, runId, [rows], { [MANIFEST]: manifestLine });
}
