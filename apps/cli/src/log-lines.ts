import type { createLog as CreateLog, LogFormat } from '@tapehaul/telemetry';
import type { CollectionResult, FileEvent, LogEvent, WorkflowEvent } from '@tapehaul/workflow';
import { summary } from './summary.ts';

/** A run as log lines on stderr in place of a progress display; the summary goes to stdout. */
export function logLines(createLog: typeof CreateLog, format: LogFormat) {
  const log = createLog({ format });
  const fileLine = ({ key, status, bytes, attempts, engine, error }: FileEvent): void => {
    const moved = engine === null ? {} : { engine, attempts };
    if (error === null) log.info({ task: key, bytes, ...moved }, status);
    else log.error({ task: key, attempts, code: error.code }, `failed: ${error.message}`);
  };
  return {
    warning: (message: string) => log.warn(message),
    stopping: (step: string) =>
      log.warn(step === 'gently' ? 'stopping: files under way may end' : 'stopping at once'),
    line({ runId: run, task, taskId, attempt, level, message }: LogEvent): void {
      log[level](task === null ? { run } : { run, task: taskId ?? task, attempt }, message);
    },
    event(event: WorkflowEvent): void {
      if (event.kind === 'file') fileLine(event);
      else if (event.kind === 'started') log.info({ run: event.run_id }, `collecting into ${event.storage}`);
      else if (event.kind === 'change') log.warn({ task: event.key }, `${event.change} in the archive`);
      else if (event.kind === 'paused') log.warn(`paused, the source is in trouble: ${event.error.message}`);
      else if (event.kind === 'waiting') log.warn(event.error.message);
    },
    spans: (figures: object) => log.info({ ...figures }, 'spans'),
    result: (result: CollectionResult) => void process.stdout.write(summary(result)),
    end: () => {},
  };
}
