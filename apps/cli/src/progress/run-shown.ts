import { setTimeout as sleep } from 'node:timers/promises';
import { asTapehaulError, type TapehaulError } from '@tapehaul/errors';
import type { RunControl, RunHooks, RunOutcome } from '@tapehaul/runs';
import type { LogFormat } from '@tapehaul/telemetry';
import { printVersion } from '../json/output-version.ts';
import { type LimitOptions, RunLimits } from '../options/runs/run-limits.ts';
import { reportError } from '../process/report-error.ts';
import { RoomyHeap } from '../process/roomy-heap.ts';
import { noReportThere, type ReportOptions, runReport } from '../process/run-report.ts';
import { stopOnSignals } from '../process/signals.ts';
import { endTrace, takeTraceWarnings } from '../process/trace-option.ts';
import { jsonLine } from '../show/print.ts';
import type { Printer } from './printer.ts';

/** How a run is shown, and whether it waits for another one. */
export interface ShowOptions extends LimitOptions, ReportOptions {
  /** Events as JSON lines on stdout in place of text for people. */
  readonly json?: boolean;
  /** Log lines on stderr in place of a progress display, in that form. */
  readonly log?: LogFormat;
  /** Print only what failed, and nothing when all is well. */
  readonly quiet?: boolean;
  /** A line for each file, and lists in whole. */
  readonly verbose?: boolean;
  /** Wait while another run owns the output directory. */
  readonly wait?: boolean;
  /** Most bytes a second, such as `500K` or `20M`. */
  readonly maxRate?: string;
  /** Errors that are no failure to the caller: it rejects with them, and shows nothing of them. */
  readonly isAnswered?: (error: TapehaulError) => boolean;
}

/** What is said before a run: what was corrected or ignored, and what was decided. */
export interface Remarks {
  readonly warnings: readonly string[];
  readonly notes: readonly string[];
}

/** How long the last spans of a run that was stopped may take to be sent, in milliseconds. */
const SPANS_MAY_GO = 1_000;
/** The same of what is reported elsewhere. */
const REPORT_MAY_GO = 3_000;

/**
 * Shows a run from its start to its end, and gives the exit status. Rejects as the start does. Of a service, Ctrl-C ends only
 * what is shown: the run continues.
 */
export async function runShown(
  { runsHere }: Pick<RunControl, 'runsHere'>,
  options: ShowOptions,
  { warnings, notes }: Remarks,
  start: (hooks: RunHooks) => Promise<RunOutcome>,
): Promise<number> {
  const { json = false, wait = false, log } = options;
  if (!runsHere && options.report !== undefined) throw noReportThere();
  const show = json ? jsonLines() : await (log === undefined ? forPeople(options) : logger(log));
  for (const warning of [...takeTraceWarnings(), ...warnings]) show.warning(warning);
  for (const note of notes) show.note(note);
  const { signal, gently, stop, dispose } = stopOnSignals(runsHere ? show.stopping : undefined);
  const limits = new RunLimits(options, stop);
  const heap = new RoomyHeap();
  let report: Awaited<ReturnType<typeof runReport>>;
  try {
    report = await runReport(options, { stop, note: show.note });
    const outcome = await start({
      signal,
      gently,
      wait,
      onAccepted: (runId, service) => show.accepted?.(`${runId} at ${service}`),
      ...(report === undefined ? {} : { onState: report.onState }),
      onLog: (line) => {
        report?.onLog(line);
        show.line?.(line);
      },
      onEvent(event, line) {
        if (event === undefined) return show.unknown?.(line);
        report?.onEvent(event);
        limits.receive(event);
        heap.receive(event);
        show.event(event, line);
      },
    });
    const { result } = outcome;
    if (result === undefined) {
      show.end();
      show.outcome?.(outcome);
      return outcome.exit_code;
    }
    const [spans, prefect] = await Promise.all([
      gently.aborted
        ? Promise.race([endTrace(), sleep(SPANS_MAY_GO, undefined, { ref: false })])
        : endTrace(),
      report?.end({ result }, gently.aborted ? REPORT_MAY_GO : undefined),
    ]);
    if (spans !== undefined) show.spans(spans);
    if (prefect !== undefined) show.report?.(prefect);
    show.result(prefect === undefined ? result : { ...result, prefect });
    return outcome.exit_code;
  } catch (thrown) {
    const error = asTapehaulError(thrown);
    const prefect = await report?.end({ error }, gently.aborted ? REPORT_MAY_GO : undefined);
    if (prefect !== undefined) show.report?.(prefect);
    if (options.isAnswered?.(error) === true) throw error;
    if (error.code !== 'cancelled' && show.failure !== undefined) {
      show.failure(error);
      return error.exitCode;
    }
    if (error.code !== 'cancelled') throw error;
    show.end();
    return reportError(error, json);
  } finally {
    show.end();
    heap.end();
    limits.end();
    dispose();
  }
}

async function forPeople({ quiet = false, verbose = false }: ShowOptions): Promise<Printer> {
  if (quiet) return (await import('./quiet-printer.ts')).quietPrinter();
  return (await import('./printer.ts')).printer({ verbose });
}

async function logger(format: LogFormat): Promise<Printer> {
  const [{ createLog }, { logLines }] = await Promise.all([
    import('@tapehaul/telemetry'),
    import('./log-lines.ts'),
  ]);
  return logLines(createLog, format);
}

function jsonLines(): Printer {
  // What comes in one turn goes out in one write: a write for each line costs more than the line.
  let lines: string[] = [];
  const flush = (): void => {
    if (lines.length > 0) process.stdout.write(lines.join(''));
    lines = [];
  };
  const print = (line: unknown): void => {
    if (lines.push(jsonLine(line)) === 1) setImmediate(flush);
  };
  printVersion();
  return {
    warning: (message) => print({ kind: 'warning', message }),
    note: (message) => print({ kind: 'note', message }),
    event: (_, line) => print(line),
    unknown: print,
    stopping: (step) => print({ kind: 'stopping', step }),
    spans: (figures) => print({ kind: 'spans', ...figures }),
    report: (figures) => print({ kind: 'report', to: 'prefect', ...figures }),
    result: print,
    end: flush,
  };
}
