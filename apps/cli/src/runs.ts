import { type CatalogReader, FILE_TASK, openRecord, type RunRecord } from '@tapehaul/workflow';
import { duration, utc } from './figures.ts';
import { outputDirectory, type PlaceOptions } from './place.ts';
import { table } from './table.ts';

/** Options of `tapehaul runs`. */
export interface RunsOptions extends PlaceOptions {
  /** Most runs to show. */
  readonly limit?: string;
  readonly json?: boolean;
}

/** Lists the runs of an output directory, the newest first; gives the exit status. */
export function runs({ limit = '20', json = false, ...place }: RunsOptions): number {
  const record = openRecord(outputDirectory(place));
  try {
    const { rows } = record.runs({ limit: Number(limit) });
    if (json) {
      for (const run of rows) process.stdout.write(`${JSON.stringify(runLine(record, run))}\n`);
      return 0;
    }
    const body = rows.map((run) => {
      const { run_id, state, started_at, seconds, files, failed } = runLine(record, run);
      return [run_id, state, utc(started_at).slice(0, 16), duration(seconds), files, failed];
    });
    const head = ['run', 'state', 'started (UTC)', 'took', 'files', 'failed'];
    process.stdout.write(`${table(head, body)}\n`);
    return 0;
  } finally {
    record.close();
  }
}

/** A run as one JSON object. */
export function runLine(record: CatalogReader, run: RunRecord) {
  const counts = record.counts(run.runId, FILE_TASK);
  const tasks = (states: readonly string[]): number =>
    states.reduce((sum, state) => sum + (counts[state]?.tasks ?? 0), 0);
  return {
    kind: 'run',
    run_id: run.runId,
    state: run.state,
    started_at: new Date(run.startedAt).toISOString(),
    ended_at: run.endedAt === null ? null : new Date(run.endedAt).toISOString(),
    seconds: ((run.endedAt ?? Date.now()) - run.startedAt) / 1_000,
    files: tasks(Object.keys(counts)),
    failed: tasks(FAILED),
    resumes: run.resumes,
    counts,
    traceparent: run.traceparent,
  };
}

const FAILED = ['Failed', 'Corrupt', 'Gone'] as const;
