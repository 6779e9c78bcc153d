import { counted, type TapehaulError, visible } from '@tapehaul/errors';
import { isIncomplete, type PrefectFigures, prefectText } from '@tapehaul/prefect/figures';
import type { RunOutcome } from '@tapehaul/runs';
import type { SpanFigures } from '@tapehaul/telemetry';
import { spansText } from '@tapehaul/telemetry/spans-text';
import type { CollectionResult, FileEvent, LogEvent, PlannedEvent, WorkflowEvent } from '@tapehaul/workflow';
import prettyBytes from 'pretty-bytes';
import type { StopStep } from '../process/signals.ts';
import { errorColors as pc } from '../show/colors.ts';
import { columnsOf, fitted } from '../show/fitted.ts';
import { aboutFile, failureText } from '../show/log-text.ts';
import { plannedText } from '../show/planned-text.ts';
import { print } from '../show/print.ts';
import { EngineChanges, engineName } from './engines/engine-changes.ts';
import { startLine } from './engines/start-line.ts';
import { outcomeText } from './outcome-text.ts';
import { pauseText } from './pause-text.ts';
import { PartLines } from './plan/part-lines.ts';
import { advanceDisplay, progress } from './progress.ts';
import { summary } from './summary.ts';
import { type TableProgress, tableProgress } from './table-progress.ts';

/** Shows a collection to a person: what happens on stderr, the summary on stdout. */
export interface Printer {
  warning(message: string): void;
  /** Something was decided that the request does not say. */
  note(message: string): void;
  /** Something happened; `line` is the JSON object that stands for it. */
  event(event: WorkflowEvent, line: object): void;
  /** What a service of another version sends, and this one does not know; shown only as JSON. */
  unknown?(line: object): void;
  /** A service has accepted the run. */
  accepted?(run: string): void;
  /** A line of the log of the flow or of a task; shown only as log lines. */
  line?(line: LogEvent): void;
  /** Ctrl-C came, once or twice. */
  stopping(step: StopStep): void;
  /** How many spans of a traced run were sent, sampled out and dropped. */
  spans(figures: SpanFigures): void;
  /** What was reported of the run to a Prefect server, and what was not. */
  report?(figures: PrefectFigures): void;
  result(result: ShownResult): void;
  /** How a run of a service has ended. */
  outcome?(outcome: RunOutcome): void;
  /** The run could not begin, or broke off; without this it is reported as by any command. */
  failure?(error: TapehaulError): void;
  /** Takes the progress display away. */
  end(): void;
}

/** The result of a collection, and of its report. */
export interface ShownResult extends CollectionResult {
  readonly prefect?: PrefectFigures;
}

/** A printer for one collection; `verbose` prints a line for each file and lists in whole. */
export function printer({ verbose }: { readonly verbose: boolean }): Printer {
  let bar = progress();
  const changes = new EngineChanges();
  const parts = new PartLines();
  let tables: TableProgress | undefined;
  const say = (line: string): void =>
    tables === undefined ? bar.above(fitted(line, columnsOf(process.stderr))) : tables.above(line);
  return {
    warning: (message) => say(`${pc.yellow('warning')}  ${visible(message)}`),
    note: (message) => say(`note     ${message}`),
    stopping: (step) => say(STOPPING[step]),
    event(event) {
      if (event.kind === 'waiting') say(`waiting  ${event.error.message}`);
      else if (event.kind === 'started') say(startLine(event));
      else if (event.kind === 'warning') say(`${pc.yellow('warning')}  ${visible(event.message)}`);
      else if (event.kind === 'unknown') say(`${pc.yellow('unknown')}  ${visible(event.message)}`);
      else if (event.kind === 'planned') {
        say(`plan     ${planText(event)}`);
        advanceDisplay(bar, event);
      } else if (event.kind === 'follow_up') {
        if (tables !== undefined) {
          // Days that are fetched to compare them have a bar of their own.
          tables.end();
          tables = undefined;
          bar = progress();
          bar.start({ files: 0, settled: 0, bytesLeft: 0, isEstimate: true });
        }
        say(`${pc.yellow('month')}    ${visible(event.message)}`);
        advanceDisplay(bar, event);
      } else if (event.kind === 'file') {
        advanceDisplay(bar, event);
        for (const sentence of changes.sentences(event)) say(`${pc.yellow('fallback')} ${sentence}`);
        if (event.status === 'failed') say(failureLine(event));
        else if (event.status === 'disputed') say(disputedLine(event));
        else if (verbose) say(fileLine(event));
      } else if (event.kind === 'fleet') {
        const line = parts.line(event, performance.now());
        if (line === undefined) advanceDisplay(bar, event);
        else if (line !== '') say(line);
      } else if (event.kind === 'no_worker') {
        say(`${pc.yellow('warning')}  ${event.message}. ${event.hint}`);
      } else if (event.kind === 'change') {
        say(`${pc.yellow(event.change.padEnd(8))} ${visible(event.key)}`);
      } else if (event.kind === 'retry') {
        say(
          `${pc.yellow('retry')}    ${aboutFile(event.key, event.error.message)}, again at ${event.retry_at}`,
        );
      } else if (event.kind === 'paused') {
        say(pc.yellow(pauseText(event)));
      } else if (event.kind === 'still_waiting') {
        say(event.message);
      } else if (event.kind === 'tables_planned' || event.kind === 'table' || event.kind === 'table_month') {
        // The files are settled: their bar makes room.
        if (tables === undefined) bar.end();
        tables ??= tableProgress();
        tables.event(event);
      } else if (event.kind === 'fall_back' && !changes.isOfEngine(event)) {
        say(
          `${pc.yellow('fallback')} ${aboutFile(event.key, event.error.message)}; retrying with ${engineName(event.to)}`,
        );
      }
    },
    spans(figures) {
      say(`${figures.dropped > 0 ? pc.yellow('spans') : 'spans'}    ${spansText(figures)}`);
    },
    report(figures) {
      say(`${isIncomplete(figures) ? pc.yellow('prefect') : 'prefect'}  ${visible(prefectText(figures))}`);
    },
    result(result) {
      bar.end();
      tables?.end();
      process.stdout.write(summary(result, { verbose }));
    },
    accepted: (run) => say(`run      ${visible(run)}`),
    outcome: (outcome) => print(outcomeText(outcome)),
    end() {
      bar.end();
      tables?.end();
    },
  };
}

const STOPPING = {
  gently: 'Stopping: finishing files in progress, for a few seconds. Press Ctrl-C again to abandon them.',
  at_once:
    'Stopping: abandoning files in progress, finished ones are kept. Press Ctrl-C again to end at once.',
} as const satisfies Record<StopStep, string>;

/** What a stored plan holds, and how much of the request is not in the archive. */
export function planText({
  files,
  settled_files,
  verdicts,
  settled_days,
}: Pick<PlannedEvent, 'files' | 'settled_files' | 'verdicts' | 'settled_days'>): string {
  const gaps =
    verdicts === 0
      ? 'nothing is missing from the archive'
      : `${counted(verdicts, 'date range')} ${verdicts === 1 ? 'is' : 'are'} not in the archive`;
  const known =
    settled_days === 0 ? '' : `; ${counted(settled_days, 'day')} settled in the record, not checked again`;
  return `${plannedText(files + settled_files, settled_files)}; ${gaps}${known}`;
}

function fileLine({ status, key, bytes, engine }: FileEvent): string {
  const by = engine === null ? '' : ` with ${engineName(engine)}`;
  return `${status.padEnd(8)} ${visible(key)}, ${prettyBytes(bytes)}${by}`;
}

/** A file that contradicts its checksum as before: nothing new, and nothing that a retry could change. */
function disputedLine({ key, error }: FileEvent): string {
  return `${pc.yellow('disputed')} ${aboutFile(key, error?.message ?? '')}`;
}

function failureLine({ key, error }: FileEvent): string {
  return `${pc.red('failed')}   ${failureText(key, error)}`;
}
