import { counted, grouped, type TapehaulError, visible, visibleScreen } from '@tapehaul/errors';
import type { TableBuildEvent, TableMonthEvent, TablesPlannedEvent } from '@tapehaul/workflow';
import { MultiBar, type SingleBar } from 'cli-progress';
import prettyBytes from 'pretty-bytes';
import type { StopStep } from '../process/signals.ts';
import { errorColors as pc } from '../show/colors.ts';
import { columnsOf, fitted } from '../show/fitted.ts';

/** Live progress of building tables on stderr: a bar on a terminal, now and then a plain line elsewhere. */
export interface TableProgress {
  readonly event: (event: TableBuildEvent) => void;
  /** Prints a line that stays, above the bar. */
  readonly above: (line: string) => void;
  /** Another run owns the output directory. */
  readonly waiting: (error: TapehaulError) => void;
  readonly stopping: (step: StopStep) => void;
  /** Takes the bar away. */
  readonly end: () => void;
}

const FORMAT = { format: 'tables   [{bar}] {value}/{total} partitions | {rows} rows', barsize: 20 };
/** Columns that the bar needs; a narrower terminal gets the figures alone. */
const WITH_BAR = 72;
/** Without a terminal: a line after each ten seconds. */
const PLAIN_EVERY = 10_000;

/** A progress display for where stderr goes. */
export function tableProgress(): TableProgress {
  const isTerminal = process.stderr.isTTY === true;
  let bars: MultiBar | undefined;
  let bar: SingleBar | undefined;
  let [planned, built, rows] = [0, 0, 0];
  let printedAt = performance.now();
  const above = (given: string): void => {
    const line = visibleScreen(fitted(given, columnsOf(process.stderr)));
    if (bars === undefined) process.stderr.write(`${line}\n`);
    else bars.log(`\u001b[?7h${line}\n\u001b[?7l`);
  };
  const step = (): void => {
    bar?.update(built, { rows: grouped(rows) });
    const now = performance.now();
    if (isTerminal || now - printedAt < PLAIN_EVERY) return;
    printedAt = now;
    process.stderr.write(
      `progress ${grouped(built)}/${counted(planned, 'partition')}, ${grouped(rows)} rows\n`,
    );
  };
  return {
    above,
    event(event) {
      if (event.kind === 'tables_planned') {
        planned = event.partitions;
        above(`tables   ${plannedText(event)}`);
        if (!isTerminal || planned === 0) return;
        const isWide = columnsOf(process.stderr) >= WITH_BAR;
        const form = isWide ? FORMAT : { format: '{value}/{total} partitions' };
        bars = new MultiBar({
          ...form,
          stream: process.stderr,
          hideCursor: true,
          fps: 10,
          gracefulExit: false,
        });
        bar = bars.create(planned, 0, { rows: '0' });
      } else if (event.kind === 'table') {
        built += 1;
        rows += event.rows;
        step();
      } else if (event.error !== null) above(failureLine(event, event.error.message));
    },
    waiting: (error) => above(`waiting  ${error.message}`),
    stopping: (step) => above(STOPPING[step]),
    end() {
      bars?.update();
      bars?.stop();
      bars = undefined;
    },
  };
}

const STOPPING = {
  gently: 'Stopping: finishing the month in progress, for a few seconds. Press Ctrl-C again to abandon it.',
  at_once:
    'Stopping: abandoning the month in progress, finished ones are kept. Press Ctrl-C again to end at once.',
} as const satisfies Record<StopStep, string>;

/** What is to be built. */
export function plannedText({ months, partitions, up_to_date, source_bytes }: TablesPlannedEvent): string {
  const known = up_to_date === 0 ? '' : `; ${grouped(up_to_date)} up to date`;
  if (partitions === 0)
    return known === ''
      ? 'no file that tables are made of is held for this request; tapehaul coverage lists what is held'
      : `nothing to build${known}`;
  const of = `${counted(months, 'month')} (${prettyBytes(source_bytes)} of files)`;
  return `${counted(partitions, 'partition')} of ${of} to build${known}`;
}

function failureLine({ series, month }: TableMonthEvent, message: string): string {
  return `${pc.red('failed')}   ${visible(series)}, ${month}: ${visible(message)}`;
}
