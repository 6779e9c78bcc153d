import { stat } from 'node:fs/promises';
import { type LowSpeed, tooSlow } from '@tapehaul/downloader';
import type { TapehaulError } from '@tapehaul/errors';
import type { Line, Lines } from './lines.ts';

/** Longest time between two looks, in milliseconds: what a file grows by meanwhile is written in vain. */
const LOOK_AT_LEAST_EVERY = 500;
/** Bytes of a block as `stat` counts them. */
const BLOCK = 512;

/** What s5cmd works on and will not end well. */
export interface Findings {
  /** Lines that hang, with the error of those that move, but too slowly. */
  readonly stalled: ReadonlyMap<Line, TapehaulError | undefined>;
  /** Whether that is every line that s5cmd works on. */
  readonly all: boolean;
  /** Lines whose files have grown beyond what they may have: s5cmd may do that for ever. */
  readonly overgrown: ReadonlyMap<Line, number>;
}

/** How long a line may do nothing, or too little. */
export interface Patience {
  readonly timeoutSeconds: number;
  readonly lowSpeed: LowSpeed;
}

/** What is there of a file: nothing in the beginning. */
interface Mark {
  readonly text: string;
  readonly bytes: number;
  /** Bytes that take room; a file that is written in ranges has its full size long before all is there. */
  readonly stored: number;
}

/** What was seen of a line. */
interface Seen {
  readonly mark: Mark;
  /** When it was seen so first. */
  readonly since: number;
  /** Where the span began in which its speed is measured. */
  readonly span: { readonly at: number; readonly mark: Mark } | undefined;
}

const NOTHING: Mark = { text: '', bytes: 0, stored: 0 };

/**
 * Watches the lines of an s5cmd process, which has no time-outs of its own: a line hangs when its file has not
 * been written to for `timeoutSeconds`, or hardly. Only lines that s5cmd works on are watched, which are the first `workers`
 * open ones, since it begins them strictly in order. `onTrouble` hears of them again at each look, `onLook` of each look.
 * Gives the function that ends the watch.
 */
export function watchLines(
  lines: Lines,
  workers: number,
  { timeoutSeconds, lowSpeed }: Patience,
  onTrouble: (findings: Findings) => void,
  onLook: () => void,
): () => void {
  let seen = new Map<Line, Seen>();
  let looking = false;

  async function look(): Promise<void> {
    const marks = await marksOf(lines, workers);
    const now = performance.now();
    const stalled = new Map<Line, TapehaulError | undefined>();
    const overgrown = new Map<Line, number>();
    const next: typeof seen = new Map();
    for (const line of lines.first(workers)) {
      const mark = marks.get(line) ?? NOTHING;
      const entry = seenNow(seen.get(line), mark, now, lowSpeed);
      const { maxBytes = Number.POSITIVE_INFINITY } = line.job.transfer;
      next.set(line, entry);
      if (mark.bytes > maxBytes) overgrown.set(line, mark.bytes);
      else if (now - entry.since >= timeoutSeconds * 1_000) stalled.set(line, undefined);
      else if (isSlow(entry, now, lowSpeed)) stalled.set(line, slowness(line, entry, now, lowSpeed));
    }
    seen = next;
    if (stalled.size + overgrown.size > 0) {
      onTrouble({ stalled, all: stalled.size === next.size, overgrown });
    }
  }

  const timer = setInterval(
    () => {
      if (looking) return;
      looking = true;
      onLook();
      void look().finally(() => {
        looking = false;
      });
    },
    Math.min(LOOK_AT_LEAST_EVERY, Math.min(timeoutSeconds, lowSpeed.seconds) * 250),
  );
  return () => clearInterval(timer);
}

/** What is seen of a line now; a span in which enough was written gives way to the next. */
function seenNow(
  before: Seen | undefined,
  mark: Mark,
  now: number,
  { bytesPerSecond, seconds }: LowSpeed,
): Seen {
  const since = before?.mark.text === mark.text ? before.since : now;
  // Before its first byte it waits for an answer, which is for the other time-out.
  if (mark.bytes === 0 || before?.span === undefined) {
    return { mark, since, span: mark.bytes === 0 ? undefined : { at: now, mark } };
  }
  const { span } = before;
  const isEnough =
    now - span.at >= seconds * 1_000 && writtenSince(span.mark, mark) >= bytesPerSecond * seconds;
  return { mark, since, span: isEnough ? { at: now, mark } : span };
}

function isSlow({ span, mark }: Seen, now: number, { bytesPerSecond, seconds }: LowSpeed): boolean {
  // Where the file system does not count what is stored, and the file has its size, nothing can be told.
  if (span === undefined || (mark.stored === 0 && mark.bytes > 0)) return false;
  return now - span.at >= seconds * 1_000 && writtenSince(span.mark, mark) < bytesPerSecond * seconds;
}

function writtenSince(before: Mark, mark: Mark): number {
  return Math.max(mark.bytes - before.bytes, mark.stored - before.stored);
}

function slowness({ job }: Line, { span, mark }: Seen, now: number, lowSpeed: LowSpeed): TapehaulError {
  const { at, mark: before } = span ?? { at: now, mark };
  return tooSlow(job.transfer.key, writtenSince(before, mark), (now - at) / 1_000, lowSpeed);
}

/**
 * What changes in the file of each line while it is written. With ranges a file may have its full size long
 * before all is there, so the time of the last write counts too.
 */
async function marksOf(lines: Lines, workers: number): Promise<Map<Line, Mark>> {
  const marks = new Map<Line, Mark>();
  for (const { path, line } of await lines.filesOf(lines.first(workers))) {
    const found = await stat(path).catch(() => undefined);
    if (found === undefined) continue;
    const { size: bytes, mtimeMs, blocks = 0 } = found;
    marks.set(line, { text: `${bytes} ${mtimeMs}`, bytes, stored: blocks * BLOCK });
  }
  return marks;
}
