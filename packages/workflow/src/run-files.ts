import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

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

/** Writes a file of a run, which appears whole or not at all: in the folder of the run, under a name. */
export async function writeRunFile(
  root: string,
  runId: string,
  name: string,
  content: string | AsyncIterable<string>,
  signal?: AbortSignal,
): Promise<void> {
  const stop = signal === undefined ? {} : { signal };
  const part = join(unfinished(root), `${runId}-${name}`);
  await mkdir(unfinished(root), { recursive: true });
  await mkdir(runDirectory(root, runId), { recursive: true });
  if (typeof content === 'string') await writeFile(part, content, stop);
  else await pipeline(Readable.from(content), createWriteStream(part), stop);
  await rename(part, join(runDirectory(root, runId), name));
}
