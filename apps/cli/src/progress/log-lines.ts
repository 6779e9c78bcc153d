import type { TapehaulError } from '@tapehaul/errors';
import { isIncomplete, type PrefectFigures, prefectText } from '@tapehaul/prefect/figures';
import type { RunOutcome } from '@tapehaul/runs';
import type { createLog as CreateLog, LogFormat } from '@tapehaul/telemetry';
import {
  type CollectionResult,
  FILE_TASK,
  type FileEvent,
  type LogEvent,
  type WorkflowEvent,
} from '@tapehaul/workflow';
import type { FleetEvent } from '@tapehaul/workflow/fleet';
import { print } from '../show/print.ts';
import { outcomeText } from './outcome-text.ts';
import { pauseText } from './pause-text.ts';
import { summary } from './summary.ts';
import { plannedText } from './table-progress.ts';

/** How often a line says how far a run on a fleet is, in milliseconds. */
const FLEET_EVERY = 10_000;

/** A run as log lines on stderr in place of a progress display; the summary goes to stdout. */
export function logLines(createLog: typeof CreateLog, format: LogFormat) {
  let log = createLog({ format });
  const fileLine = ({ key, status, bytes, attempts: attempt, engine, error }: FileEvent): void => {
    const moved = engine === null ? {} : { engine, attempt };
    if (status === 'disputed') log.warn({ task: key }, error?.message ?? status);
    else if (error === null) log.info({ task: key, bytes, ...moved }, status);
    else log.error({ task: key, attempt, code: error.code }, `failed: ${error.message}`);
  };
  let fleetAt = 0;
  const fleetLine = ({ files, bytes, open_batches, open_parts, workers }: FleetEvent): void => {
    const now = performance.now();
    if (open_batches + (open_parts ?? 0) > 0 && fleetAt > 0 && now - fleetAt < FLEET_EVERY) return;
    fleetAt = now;
    const left = open_parts === undefined ? { open_batches } : { open_parts };
    log.info({ files, bytes, ...left, workers: workers.length }, 'fleet');
  };
  return {
    warning: (message: string) => log.warn(message),
    note: (message: string) => log.info(message),
    stopping: (step: string) =>
      log.warn(step === 'gently' ? 'stopping: files under way may end' : 'stopping at once'),
    line({ task, taskId, attempt, level, message, traceId: trace_id, spanId: span_id }: LogEvent): void {
      // The file's own line says it, with the code in a field.
      if (task === FILE_TASK && level === 'error') return;
      const span = trace_id === undefined ? {} : { trace_id, span_id };
      log[level](task === null ? span : { task: taskId ?? task, attempt, ...span }, message);
    },
    event(event: WorkflowEvent): void {
      if (event.kind === 'file') fileLine(event);
      else if (event.kind === 'started') {
        log = log.child({ run: event.run_id });
        log.info(`collecting into ${event.storage}`);
      } else if (event.kind === 'change') log.warn({ task: event.key }, `${event.change} in the archive`);
      else if (event.kind === 'paused') log.warn(pauseText(event));
      else if (event.kind === 'fleet') fleetLine(event);
      else if (event.kind === 'still_waiting') log.warn(event.message);
      else if (event.kind === 'waiting') log.warn(event.error.message);
      else if (event.kind === 'tables_planned') log.info(`tables: ${plannedText(event)}`);
      else if (event.kind === 'table') log.info({ task: event.path, rows: event.rows }, 'built');
    },
    failure: ({ code, message, hint }: TapehaulError) => log.error({ code, hint }, message),
    spans: (figures: object) => log.info({ ...figures }, 'spans'),
    report: (figures: PrefectFigures) =>
      log[isIncomplete(figures) ? 'warn' : 'info'](`prefect: ${prefectText(figures)}`),
    result: (result: CollectionResult) => void process.stdout.write(summary(result)),
    accepted: (run: string) => log.info(`run ${run}`),
    outcome: (outcome: RunOutcome) => print(outcomeText(outcome)),
    end: () => {},
  };
}
