import { lstatSync, type Stats, statSync } from 'node:fs';
import type { FoundRecord } from '@tapehaul/catalog';
import { recordPath } from './record-path.ts';

/** Bytes of a file that was begun as a record and into which nothing was ever written, such as where the disk was full. */
const ONE_PAGE = 4_096;

/** The record of an output directory, or something else with its name; undefined when there is neither. */
export function findRecord(root: string): FoundRecord | undefined {
  const path = recordPath(root);
  const file = statOf(path);
  if (file === undefined) return undefined;
  const { dev, ino, birthtimeMs, mtimeMs } = file;
  return { id: `${dev}:${ino}`, createdAt: birthtimeMs || mtimeMs, isBlank: isBlank(path, file) };
}

/** Whether nothing was ever written into a file, nor waits in its log. */
function isBlank(path: string, { size }: Stats): boolean {
  if (size > ONE_PAGE || lstatSync(path, { throwIfNoEntry: false })?.isFile() === false) return false;
  return (lstatSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) === 0;
}

/** What a path leads to; undefined where that is nothing, or cannot be seen. */
function statOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}
