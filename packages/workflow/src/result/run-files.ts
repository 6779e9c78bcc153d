import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Folder of what runs tell beside the data, below the output directory; readers skip a leading `_`. */
export const RUNS = '_runs';

/** Where files are written before they are whole. */
function unfinished(root: string): string {
  return join(root, '.tapehaul', 'unfinished');
}

/** Folder of one run. */
export function runDirectory(root: string, runId: string): string {
  return join(root, RUNS, runId);
}

/** Removes what a process that died was writing; to be called by the owner of the output directory. */
export async function sweepUnfinished(root: string): Promise<void> {
  await rm(unfinished(root), { recursive: true, force: true });
}

/** Writes files of a run, each of which appears whole or not at all: in the folder of the run, under its name. */
export async function writeRunFiles<Row>(
  root: string,
  runId: string,
  groups: Iterable<Row[]> | AsyncIterable<Row[]>,
  lines: Readonly<Record<string, (row: Row) => string>>,
): Promise<void> {
  await mkdir(unfinished(root), { recursive: true });
  await mkdir(runDirectory(root, runId), { recursive: true });
  const files = await Promise.all(
    Object.entries(lines).map(async ([name, line]) => {
      const part = join(unfinished(root), `${runId}-${name}`);
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
