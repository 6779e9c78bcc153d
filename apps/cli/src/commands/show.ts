import { counted, visible } from '@tapehaul/errors';
import { FILE_TASK, fileCounts, isStopped, runOf } from '@tapehaul/workflow';
import prettyBytes from 'pretty-bytes';
import { lookAt, outputDirectory, type PlaceOptions } from '../options/place.ts';
import { section } from '../progress/summary.ts';
import { duration, utc } from '../show/figures.ts';
import { fitted } from '../show/fitted.ts';
import { print, printJson } from '../show/print.ts';
import { requestText, sourceText } from '../show/request-text.ts';
import { table } from '../show/table.ts';
import { runLine } from './runs.ts';

/** Options of `tapehaul show`. */
export interface ShowRunOptions extends PlaceOptions {
  readonly json?: boolean;
}

/** Tells how a run went: states, counts, failures by reason, what was slow and what has changed. */
export function show(runId: string | undefined, { json = false, ...place }: ShowRunOptions): number {
  const directory = outputDirectory(place);
  return lookAt(place, (record) => {
    const run = runOf(record, runId);
    const history = record.runHistory(run.runId);
    const failures = record.failures(run.runId);
    const changes = Array.from(record.changes(run.runId));
    // How long a file took that was stopped tells nothing.
    const slowest = record
      .tasks(run.runId, { name: FILE_TASK, order: 'slowest', limit: 50 })
      .rows.filter(({ attempts, state }) => attempts > 0 && !isStopped(state))
      .slice(0, 5);
    if (json) {
      const slow = slowest.map(({ taskId, durationMs }) => ({
        key: taskId,
        seconds: (durationMs ?? 0) / 1_000,
      }));
      const line = { ...runLine(record, run), history, failures, changes, slowest: slow };
      printJson(line);
      return 0;
    }
    const { seconds, files, request } = runLine(record, run);
    const counts = Object.entries(fileCounts(record, run));
    const lines = [
      `run      ${visible(run.runId)}, ${visible(run.state)}, ${counted(files, 'file')} in ${duration(seconds)}`,
      ...(request === null ? [] : [`what     ${requestText(request)}`, `source   ${sourceText(request)}`]),
      `record   ${directory}`,
      ...(run.traceparent === null ? [] : [`trace    ${run.traceparent.split('-')[1]}`]),
      '',
      table(
        ['state', 'since (UTC)'],
        history.map(({ state, at }) => [state, utc(at)]),
      ),
      '',
      table(
        ['files', 'number', 'size'],
        counts.map(([state, { tasks, bytes }]) => [state, tasks, prettyBytes(bytes)]),
      ),
      ...section(
        'Failed',
        failures.map(
          ({ code, tasks, exampleMessage }) => `${code}, ${counted(tasks, 'file')}: ${exampleMessage}`,
        ),
      ),
      ...section(
        'Slowest',
        slowest.map(({ taskId, durationMs }) => `${duration((durationMs ?? 0) / 1_000)}  ${taskId}`),
      ),
      ...section(
        'Changed in the archive',
        changes.map(({ kind, key }) => `${kind}  ${key}`),
      ),
    ];
    print(fitted(lines.join('\n')));
    return 0;
  });
}
