import {
  asSeen,
  type CatalogReader,
  FAILED_STATES,
  FLOW_NAME,
  fileCounts,
  type RunSummary,
  runRequest,
} from '@tapehaul/workflow';
import { lookAt, type PlaceOptions } from '../options/place.ts';
import { duration, utc } from '../show/figures.ts';
import { print, printJson } from '../show/print.ts';
import { requestText } from '../show/request-text.ts';
import { table } from '../show/table.ts';

/** Options of `tapehaul runs`. */
export interface RunsOptions extends PlaceOptions {
  /** Most runs to show. */
  readonly limit?: number;
  readonly json?: boolean;
}

/** Lists the runs of an output directory, the newest first; gives the exit status. */
export function runs({ limit = 20, json = false, ...place }: RunsOptions): number {
  return lookAt(place, (record) => {
    const { rows } = record.runs({ flow: FLOW_NAME, limit });
    const lines = rows.map((run) => runLine(record, asSeen(run)));
    if (json) for (const line of lines) printJson(line);
    else {
      const body = lines.map(({ run_id, state, started_at, seconds, files, failed, request }) => {
        const started = utc(started_at).slice(0, 16);
        return [run_id, state, started, duration(seconds), files, failed, requestText(request)];
      });
      if (body.length === 0) print('no runs yet');
      else {
        const head = ['run', 'state', 'started (UTC)', 'took', 'files', 'failed', 'what'];
        print(table(head, body, { optional: ['took', 'started (UTC)'] }));
      }
    }
    return 0;
  });
}

/** A run as one JSON object. */
export function runLine(record: CatalogReader, run: RunSummary) {
  const counts = fileCounts(record, run);
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
    failed: tasks(FAILED_STATES),
    resumes: run.resumes,
    counts,
    request: runRequest({ parameters: record.run(run.runId)?.parameters }),
    traceparent: run.traceparent,
  };
}
