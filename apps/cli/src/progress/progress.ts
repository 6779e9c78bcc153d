import { counted, grouped, visibleScreen } from '@tapehaul/errors';
import { isFinal, type WorkflowEvent } from '@tapehaul/workflow';
import { MultiBar, type SingleBar } from 'cli-progress';
import {
  type DoneWork,
  type MoreWork,
  type PlannedWork,
  ProgressTally,
  type ReachedWork,
} from './progress-tally.ts';

/** Live progress on stderr: a bar on a terminal, now and then a plain line elsewhere. */
export interface Progress {
  /** The plan is made. */
  start(work: PlannedWork): void;
  /** The plan has become larger. */
  more(work: MoreWork): void;
  /** One more file has ended. */
  step(work: DoneWork): void;
  /** The run is that far, by what other processes have done. */
  reach(work: ReachedWork): void;
  /** Prints a line that stays, above the bar. */
  above(line: string): void;
  end(): void;
}

const WIDE = {
  format: 'progress [{bar}] {value}/{total} files | {size} | {cached} cached{pace}',
  barsize: 30,
};
/** What is cut off at the end of a narrow terminal must not be the time that is left. */
const NARROW = { format: '[{bar}] {value}/{total} files | {size}{pace}', barsize: 10 };
/** Without a bar, which would leave no room for figures. */
const SHORT = { format: '{value}/{total} files | {size}{left}' };
const SHORTEST = { format: '{value}/{total}{left}' };
/** The form for terminals of fewer columns, from the narrowest on; wider ones take the wide form. */
const FORMS = [
  { below: 60, form: SHORTEST },
  { below: 88, form: SHORT },
  { below: 120, form: NARROW },
] as const;
/** Without a terminal: a line after each twentieth of the work, and after each ten seconds. */
const PLAIN_STEPS = 20;
const PLAIN_EVERY = 10_000;

/** A progress display for where stderr goes. */
export function progress(): Progress {
  return process.stderr.isTTY === true ? bar() : plainLines();
}

/** Takes an event of a run into a progress display. */
export function advanceDisplay(display: Progress, event: WorkflowEvent): void {
  if (event.kind === 'planned') {
    const { files, settled, bytes_left: bytesLeft, bytes_left_is_estimate: isEstimate } = event;
    display.start({ files, settled, bytesLeft, isEstimate });
  } else if (event.kind === 'follow_up') {
    display.more({ files: event.files, bytesLeft: event.bytes_left });
  } else if (event.kind === 'file') {
    const { bytes, status, planned_bytes: plannedBytes } = event;
    display.step({ bytes, cached: status === 'cached', plannedBytes });
  } else if (event.kind === 'fleet') {
    const { files, bytes, workers } = event;
    const ended = Object.entries(files).reduce(
      (sum, [state, { tasks }]) => sum + (isFinal(state) ? tasks : 0),
      0,
    );
    display.reach({ ended, cached: files.Cached?.tasks ?? 0, bytes, workers: workers.length });
  }
}

/** Columns of a terminal that does not say how many it has. */
const NARROWEST_KNOWN = 80;

function formFor(columns: number) {
  return FORMS.find(({ below }) => columns < below)?.form ?? WIDE;
}

function bar(): Progress {
  // Of many bars, though there is but one: only they know how to print lines above themselves.
  let bars: MultiBar | undefined;
  let display: SingleBar | undefined;
  const tally = new ProgressTally();
  const payload = () => {
    const { size, workers, left } = tally;
    const pace = [workers, tally.pace].filter((it) => it !== '').join(' | ');
    return { size, cached: grouped(tally.cached), pace: pace && ` | ${pace}`, left: left && ` | ${left}` };
  };
  return {
    start(work) {
      tally.start(work);
      bars = new MultiBar({
        ...formFor(process.stderr.columns || NARROWEST_KNOWN),
        stream: process.stderr,
        hideCursor: true,
        fps: 10,
        gracefulExit: false,
        formatValue: (value, _, type) => (type === 'value' || type === 'total' ? grouped(value) : `${value}`),
      });
      display = bars.create(tally.files, tally.ended, payload());
    },
    more(work) {
      tally.more(work);
      display?.setTotal(tally.files);
    },
    step(work) {
      tally.step(work);
      display?.update(tally.ended, payload());
    },
    reach(work) {
      tally.reach(work);
      display?.update(tally.ended, payload());
    },
    above(given) {
      const line = visibleScreen(given);
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
  let printedAt = performance.now();
  const tally = new ProgressTally();
  const print = (before: number): void => {
    const { files, ended, size, cached, workers, pace } = tally;
    if (files === 0) return;
    const twentieth = (count: number): number => Math.floor((count * PLAIN_STEPS) / files);
    const now = performance.now();
    if (twentieth(ended) === twentieth(before) && now - printedAt < PLAIN_EVERY) return;
    printedAt = now;
    const rest = [workers, pace].map((it) => it && `, ${it}`).join('');
    process.stderr.write(
      `progress ${grouped(ended)}/${counted(files, 'file')}, ${size}, ${grouped(cached)} cached${rest}\n`,
    );
  };
  return {
    start: (work) => tally.start(work),
    more: (work) => tally.more(work),
    step(work) {
      const before = tally.ended;
      tally.step(work);
      print(before);
    },
    reach(work) {
      const before = tally.ended;
      tally.reach(work);
      print(before);
    },
    above: (line) => void process.stderr.write(`${visibleScreen(line)}\n`),
    end: () => {},
  };
}
