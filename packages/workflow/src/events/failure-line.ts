import { redacted, type TapehaulError } from '@tapehaul/errors';
import type { LogEvent } from '@tapehaul/orchestrator';

/** The last line in the log of a run that failed: why, what to do about it, and the command that tries again. */
export function failureLine(runId: string, { code, message, hint }: TapehaulError): LogEvent {
  const parts = [`the run failed [${code}]: ${message}`, ...(hint === undefined ? [] : [hint])];
  const text = parts.map((part) => part.replace(/[.\s]+$/, '')).join('. ');
  return {
    kind: 'log',
    runId,
    task: null,
    taskId: null,
    attempt: 1,
    at: Date.now(),
    level: 'error',
    message: redacted(`${text}. Next: tapehaul retry ${runId}`),
  };
}
