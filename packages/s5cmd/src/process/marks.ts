import { stat } from 'node:fs/promises';
import type { Line, Lines } from './lines.ts';

/** Bytes of a block as `stat` counts them. */
const BLOCK = 512;

/** What exists of a file: nothing in the beginning. */
export interface Mark {
  readonly text: string;
  readonly bytes: number;
  /** Bytes that take room; a file that is written in ranges has its full size long before it is complete. */
  readonly stored: number;
}

/** Of a file that does not exist yet. */
export const NOTHING: Mark = { text: '', bytes: 0, stored: 0 };

/**
 * What changes in the file of each line while it is written. With ranges a file may have its full size long
 * before it is complete, so the time of the last write counts too.
 */
export async function marksOf(lines: Lines, workers: number): Promise<Map<Line, Mark>> {
  const marks = new Map<Line, Mark>();
  for (const { path, line } of await lines.filesOf(lines.first(workers))) {
    const found = await stat(path).catch(() => undefined);
    if (found === undefined) continue;
    const { size: bytes, mtimeMs, blocks = 0 } = found;
    marks.set(line, { text: `${bytes} ${mtimeMs}`, bytes, stored: blocks * BLOCK });
  }
  return marks;
}
