import { rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { sidecarKey } from '@tapehaul/archive';
import { makeDirectory } from './make-directory.ts';
import type { Arrived, ArrivedPair } from './target.ts';

/** Puts files that failed their proof aside, for people to look at; nothing in place is touched. */
export async function quarantine({ zip, sidecar }: ArrivedPair, path: string): Promise<void> {
  await makeDirectory(dirname(path));
  if (sidecar !== null) await put(sidecar, sidecarKey(path));
  await put(zip, path);
}

async function put(file: Arrived, path: string): Promise<void> {
  if (file.kind === 'file') await rename(file.path, path);
  else await writeFile(path, file.bytes);
}
