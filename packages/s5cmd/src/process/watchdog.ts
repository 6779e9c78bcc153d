import { checkBytes, type LowSpeed, tooSlow } from '@tapehaul/downloader';
import { asTapehaulError, type TapehaulError } from '@tapehaul/errors';
import { endlessRequests, fruitlessReads, isInLoop, isReadingForNothing } from './effort.ts';
import type { Line, Lines } from './lines.ts';
import { type Mark, marksOf, NOTHING } from './marks.ts';
import type { Reads } from './process.ts';

/** Longest time between two checks, in milliseconds: what a file grows by meanwhile is wasted. */
const CHECK_AT_LEAST_EVERY = 500;

/** What s5cmd works on and will not end well. */
export interface StuckLines {
  /** Lines that hang, with the error of those that move, but too slowly. */
  readonly stalled: ReadonlyMap<Line, TapehaulError | undefined>;
  /** Whether that is every line that s5cmd works on. */
  readonly all: boolean;
  /** Lines with the error of what s5cmd does for them without end: their files grow beyond what they may have, or stay empty. */
  readonly endless: ReadonlyMap<Line, TapehaulError>;
}

/** How long a line may do nothing, or too little. */
export interface Patience {
  readonly timeoutSeconds: number;
  readonly lowSpeed: LowSpeed;
}

/** What was seen of a line. */
interface CheckedLine {
  readonly mark: Mark;
  /** When it was seen so first, and how many fruitless reads the process had made then. */
  readonly since: number;
  readonly fruitless: number;
  /** Where the span began in which its speed is measured. */
  readonly span: { readonly at: number; readonly mark: Mark } | undefined;
}

/**
 * Watches the lines of an s5cmd process, which has no time-outs of its own: a line hangs when its file has not
 * been written to for `timeoutSeconds`, or hardly. Only lines that s5cmd works on are watched, which are the first `workers`
 * open ones, since it begins them strictly in order. `reads` gives what the process has read so far. `onStuck` receives
 * the lines that hang, again at each check; `onCheck` is called at each check. Gives the function that ends the watch.
 */
export function watchLines(
  lines: Lines,
  workers: number,
  { timeoutSeconds, lowSpeed }: Patience,
  reads: () => Reads | undefined,
  onStuck: (findings: StuckLines) => void,
  onCheck: () => void,
): () => void {
  let seen = new Map<Line, CheckedLine>();
  let isChecking = false;
  /** When something last came of what the process does, and what it had read then. */
  let fruit = { at: performance.now(), bytes: 0, text: '' };

  async function check(): Promise<void> {
    const marks = await marksOf(lines, workers);
    const now = performance.now();
    const stalled = new Map<Line, TapehaulError | undefined>();
    const endless = new Map<Line, TapehaulError>();
    const read = reads();
    const fruitless = read === undefined ? 0 : fruitlessReads(read, lines.answered);
    const text = [lines.answered, ...Array.from(marks.values(), (mark) => mark.text)].join();
    if (text !== fruit.text) fruit = { at: now, bytes: read?.bytes ?? 0, text };
    const isFruitless = isReadingForNothing(now - fruit.at, (read?.bytes ?? 0) - fruit.bytes);
    const next: typeof seen = new Map();
    for (const line of lines.first(workers)) {
      const mark = marks.get(line) ?? NOTHING;
      const entry = checkedNow(seen.get(line), mark, { at: now, fruitless: fruitless }, lowSpeed);
      const { maxBytes = Number.POSITIVE_INFINITY } = line.job.transfer;
      next.set(line, entry);
      if (mark.bytes > maxBytes) endless.set(line, tooLarge(line, mark.bytes));
      else if (
        mark.bytes === 0 &&
        (isFruitless || isInLoop(now - entry.since, fruitless - entry.fruitless))
      ) {
        endless.set(line, endlessRequests(line.job.transfer.key));
      } else if (now - entry.since >= timeoutSeconds * 1_000) stalled.set(line, undefined);
      else if (isSlow(entry, now, lowSpeed)) stalled.set(line, slowness(line, entry, now, lowSpeed));
    }
    seen = next;
    if (stalled.size + endless.size > 0) {
      onStuck({ stalled, all: stalled.size === next.size, endless });
    }
  }

  const timer = setInterval(
    () => {
      if (isChecking) return;
      isChecking = true;
      onCheck();
      void check().finally(() => {
        isChecking = false;
      });
    },
    Math.min(CHECK_AT_LEAST_EVERY, Math.min(timeoutSeconds, lowSpeed.seconds) * 250),
  );
  return () => clearInterval(timer);
}

/** What is seen of a line now; a span in which enough was written gives way to the next. */
function checkedNow(
  before: CheckedLine | undefined,
  mark: Mark,
  { at: now, fruitless: readsNow }: { readonly at: number; readonly fruitless: number },
  { bytesPerSecond, seconds }: LowSpeed,
): CheckedLine {
  const isSame = before?.mark.text === mark.text;
  const [since, fruitless] = isSame ? [before.since, before.fruitless] : [now, readsNow];
  // Before its first byte it waits for an answer, which is for the other time-out.
  if (mark.bytes === 0 || before?.span === undefined) {
    return { mark, since, fruitless: fruitless, span: mark.bytes === 0 ? undefined : { at: now, mark } };
  }
  const { span } = before;
  const isEnough =
    now - span.at >= seconds * 1_000 && writtenSince(span.mark, mark) >= bytesPerSecond * seconds;
  return { mark, since, fruitless: fruitless, span: isEnough ? { at: now, mark } : span };
}

function tooLarge({ job }: Line, bytes: number): TapehaulError {
  try {
    checkBytes(job.transfer, bytes);
    return endlessRequests(job.transfer.key);
  } catch (error) {
    return asTapehaulError(error);
  }
}

function isSlow({ span, mark }: CheckedLine, now: number, { bytesPerSecond, seconds }: LowSpeed): boolean {
  // Where the file system does not count what is stored, and the file has its size, nothing is known.
  if (span === undefined || (mark.stored === 0 && mark.bytes > 0)) return false;
  return now - span.at >= seconds * 1_000 && writtenSince(span.mark, mark) < bytesPerSecond * seconds;
}

function writtenSince(before: Mark, mark: Mark): number {
  return Math.max(mark.bytes - before.bytes, mark.stored - before.stored);
}

function slowness(
  { job }: Line,
  { span, mark }: CheckedLine,
  now: number,
  lowSpeed: LowSpeed,
): TapehaulError {
  const { at, mark: before } = span ?? { at: now, mark };
  return tooSlow(job.transfer.key, writtenSince(before, mark), (now - at) / 1_000, lowSpeed);
}
