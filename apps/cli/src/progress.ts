import { SingleBar } from 'cli-progress';
import prettyBytes from 'pretty-bytes';

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

const FORMAT = 'progress [{bar}] {value}/{total} files | {size} | {cached} cached | {duration_formatted}';
/** Without a terminal: a line after each twentieth of the work. */
const PLAIN_STEPS = 20;

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
  const payload = () => ({ size: prettyBytes(size), cached });
  return {
    start: (files) => display.start(files, ended, payload()),
    step(bytes, wasCached) {
      ended += 1;
      size += bytes;
      cached += wasCached ? 1 : 0;
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
  return {
    start(files) {
      total = files;
    },
    step(bytes, wasCached) {
      ended += 1;
      size += bytes;
      cached += wasCached ? 1 : 0;
      if (total === 0) return;
      const twentieth = (files: number): number => Math.floor((files * PLAIN_STEPS) / total);
      if (twentieth(ended) === twentieth(ended - 1)) return;
      process.stderr.write(`progress ${ended}/${total} files, ${prettyBytes(size)}, ${cached} cached\n`);
    },
    above: (line) => void process.stderr.write(`${line}\n`),
    end: () => {},
  };
}
