import { stat } from 'node:fs/promises';
import type { Line, Lines } from './lines.ts';

/** Longest time between two looks, in milliseconds. */
const LOOK_AT_LEAST_EVERY = 5_000;

/** Hears of lines that hang, and whether every line that s5cmd works on does; again at each look. */
export type StallListener = (stalled: readonly Line[], all: boolean) => void;

/**
 * Watches the lines of an s5cmd process, which has no time-outs of its own: a line hangs when its file has not
 * been written to for `seconds`. Only lines that s5cmd works on are watched, which are the first `workers`
 * open ones, since it begins them strictly in order. Gives the function that ends the watch.
 */
export function watchLines(
  lines: Lines,
  workers: number,
  seconds: number,
  onStall: StallListener,
): () => void {
  let seen = new Map<Line, { readonly mark: string; readonly since: number }>();
  let looking = false;

  async function look(): Promise<void> {
    const marks = await marksOf(lines, workers);
    const now = performance.now();
    const stalled: Line[] = [];
    const next: typeof seen = new Map();
    for (const line of lines.first(workers)) {
      const mark = marks.get(line) ?? '';
      const before = seen.get(line);
      const entry = before?.mark === mark ? before : { mark, since: now };
      next.set(line, entry);
      if (now - entry.since >= seconds * 1_000) stalled.push(line);
    }
    seen = next;
    if (stalled.length > 0) onStall(stalled, stalled.length === next.size);
  }

  const timer = setInterval(
    () => {
      if (looking) return;
      looking = true;
      void look().finally(() => {
        looking = false;
      });
    },
    Math.min(LOOK_AT_LEAST_EVERY, seconds * 250),
  );
  return () => clearInterval(timer);
}

/**
 * What changes in the file of each line while it is written. With ranges a file may have its full size long
 * before all is there, so the time of the last write counts too.
 */
async function marksOf(lines: Lines, workers: number): Promise<Map<Line, string>> {
  const marks = new Map<Line, string>();
  for (const { path, line } of await lines.filesOf(lines.first(workers))) {
    const found = await stat(path).catch(() => undefined);
    if (found !== undefined) marks.set(line, `${found.size} ${found.mtimeMs}`);
  }
  return marks;
}
