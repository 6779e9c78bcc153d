import { MultiBar, type SingleBar } from 'cli-progress';
import prettyBytes from 'pretty-bytes';
import { duration } from './figures.ts';
import { Pace } from './pace.ts';

/** Live progress on stderr: a bar on a terminal, now and then a plain line elsewhere. */
export interface Progress {
  /** The plan is made: that many files, of which so many are settled and will not be told of. */
  start(files: number, settled: number): void;
  /** One more file has ended, of that size in bytes. */
  step(bytes: number, cached: boolean): void;
  /** Prints a line that stays, above the bar. */
  above(line: string): void;
  end(): void;
}

const FORMAT = 'progress [{bar}] {value}/{total} files | {size} | {cached} cached | {pace}';
/** Without a terminal: a line after each twentieth of the work, and after each ten seconds. */
const PLAIN_STEPS = 20;
const PLAIN_EVERY = 10_000;

/** A progress display for where stderr goes. */
export function progress(): Progress {
  return process.stderr.isTTY === true ? bar() : plainLines();
}

function bar(): Progress {
  // Of many bars, though there is but one: only they know how to print lines above themselves.
  let bars: MultiBar | undefined;
  let display: SingleBar | undefined;
  let total = 0;
  let ended = 0;
  let size = 0;
  let cached = 0;
  const pace = new Pace();
  const payload = () => ({ size: prettyBytes(size), cached, pace: paceText(pace, total - ended) });
  return {
    start(files, settled) {
      total = files;
      ended += settled;
      cached += settled;
      bars = new MultiBar({
        format: FORMAT,
        stream: process.stderr,
        hideCursor: true,
        barsize: 30,
        fps: 10,
        gracefulExit: false,
      });
      display = bars.create(files, ended, payload());
    },
    step(bytes, wasCached) {
      ended += 1;
      size += bytes;
      cached += wasCached ? 1 : 0;
      if (!wasCached) pace.step(bytes, performance.now());
      display?.update(ended, payload());
    },
    above(line) {
      if (bars === undefined) process.stderr.write(`${line}\n`);
      // Bars are drawn with line wrapping off, so that none takes two lines; other lines may.
      else bars.log(`\u001b[?7h${line}\n\u001b[?7l`);
    },
    end() {
      bars?.update();
      bars?.stop();
      bars = undefined;
    },
  };
}

function plainLines(): Progress {
  let total = 0;
  let ended = 0;
  let size = 0;
  let cached = 0;
  let told = performance.now();
  const pace = new Pace();
  return {
    start(files, settled) {
      total = files;
      ended += settled;
      cached += settled;
    },
    step(bytes, wasCached) {
      ended += 1;
      size += bytes;
      cached += wasCached ? 1 : 0;
      if (!wasCached) pace.step(bytes, performance.now());
      if (total === 0) return;
      const twentieth = (files: number): number => Math.floor((files * PLAIN_STEPS) / total);
      const now = performance.now();
      if (twentieth(ended) === twentieth(ended - 1) && now - told < PLAIN_EVERY) return;
      told = now;
      const left = paceText(pace, total - ended);
      process.stderr.write(
        `progress ${ended}/${total} files, ${prettyBytes(size)}, ${cached} cached${left && `, ${left}`}\n`,
      );
    },
    above: (line) => void process.stderr.write(`${line}\n`),
    end: () => {},
  };
}

/** Speed, and the time that is left as a range; empty while neither is known. */
function paceText(pace: Pace, filesLeft: number): string {
  const speed = pace.bytesPerSecond;
  const range = pace.secondsFor(filesLeft);
  if (speed === undefined || range === undefined) return '';
  const [least, most] = range.map(duration);
  const left = filesLeft === 0 ? '' : ` | ${least === most ? least : `${least} to ${most}`} left`;
  return `${prettyBytes(speed)}/s${left}`;
}
