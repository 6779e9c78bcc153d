import { SingleBar } from 'cli-progress';
import prettyBytes from 'pretty-bytes';
import { duration } from './figures.ts';
import { Pace } from './pace.ts';

/** Live progress on stderr: a bar on a terminal, now and then a plain line elsewhere. */
export interface Progress {
  /** The plan is made: that many files. Some may have ended before, those that planning found in place. */
  start(files: number): void;
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
  const display = new SingleBar({
    format: FORMAT,
    stream: process.stderr,
    hideCursor: true,
    barsize: 30,
    fps: 10,
  });
  let ended = 0;
  let size = 0;
  let cached = 0;
  let total = 0;
  const pace = new Pace();
  const payload = () => ({ size: prettyBytes(size), cached, pace: paceText(pace, total - ended) });
  return {
    start(files) {
      total = files;
      display.start(files, ended, payload());
    },
    step(bytes, wasCached) {
      ended += 1;
      size += bytes;
      cached += wasCached ? 1 : 0;
      if (!wasCached) pace.step(bytes, performance.now());
      if (display.isActive) display.increment(1, payload());
    },
    above(line) {
      if (display.isActive) process.stderr.write('\r\u001b[K');
      process.stderr.write(`${line}\n`);
    },
    end: () => display.stop(),
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
    start(files) {
      total = files;
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
