import { TapehaulError } from '@tapehaul/errors';
import { ownerProcess, type Row, runSummary } from '../rows/rows.ts';

/** The error of a record in which a living process owns a run, by a row of its columns. */
export function inUse(row: Row, path: string): TapehaulError {
  const { runId, startedAt } = runSummary(row);
  const { pid, host } = ownerProcess(row);
  const since = new Date(startedAt).toISOString();
  const message = `process ${pid} on ${host} has been writing to this directory since ${since}`;
  return new TapehaulError('output_in_use', message, {
    facts: { runId, pid, host, since, catalog: path },
    hint: 'Wait until it has finished (collect, resume, retry and tables build do with --wait), stop it, or use another output_directory.',
  });
}
