import { TapehaulError } from '@tapehaul/errors';
import type { RunRow } from './run-rows.ts';

/** The error of a record in which a living process owns a run. */
export function inUse({ runId, pid, host, startedAt }: RunRow, place: string): TapehaulError {
  const since = new Date(startedAt).toISOString();
  const message = `process ${pid} on ${host} has been writing to this directory since ${since}`;
  return new TapehaulError('output_in_use', message, {
    facts: { runId, pid, host, since, catalog: place },
    hint: 'Wait until it has finished (collect, resume, retry and tables build do with --wait), stop it, or use another output_directory. A process that was killed counts as dead after 30 seconds.',
  });
}
