import { counted, visible } from '@tapehaul/errors';
import prettyBytes from 'pretty-bytes';
import type { DirectoryOptions } from '../../options/output-directory.ts';
import { runControl } from '../../options/runs/run-control.ts';
import type { ServiceOptions } from '../../options/server-option.ts';
import { duration, utc } from '../../show/figures.ts';
import { fitted } from '../../show/fitted.ts';
import { failureAdviceLines } from '../../show/folded.ts';
import { plannedText } from '../../show/planned-text.ts';
import { print, printJson } from '../../show/print.ts';
import { requestText, sourceText } from '../../show/request-text.ts';
import { section } from '../../show/section.ts';
import { table } from '../../show/table.ts';

/** Options of `tapehaul show`. */
export interface ShowRunOptions extends DirectoryOptions, ServiceOptions {
  readonly json?: boolean;
}

/** Shows a run: times, counts, failures by reason, what was slow and what has changed; gives the exit status. */
export async function show(
  given: string | undefined,
  { json = false, ...place }: ShowRunOptions,
): Promise<number> {
  const run = await (await runControl(place)).show(given);
  if (json) {
    printJson(run.line);
    return 0;
  }
  const { request, traceparent, workers, counts, tables, history, failures, slowest, changes } = run;
  const months = Object.values(tables).reduce((sum, number) => sum + number, 0);
  const isOfTables = months > 0 && request === null;
  const size = isOfTables
    ? `${counted(months, 'month')} of tables`
    : plannedText(run.files, run.settledFiles ?? 0);
  const lines = [
    `run      ${visible(run.runId)}, ${visible(run.state)}, ${size} in ${duration(run.seconds)}`,
    ...(request === null ? [] : [`what     ${requestText(request)}`, `source   ${sourceText(request)}`]),
    `record   ${run.directory}`,
    ...(workers === null ? [] : [`on       ${fleetText(workers)}`]),
    ...(traceparent === null ? [] : [`trace    ${traceparent.split('-')[1]}`]),
    '',
    table(
      ['state', 'since (UTC)'],
      history.map(({ state, at }) => [state, utc(at)]),
    ),
    ...(isOfTables || Object.keys(counts).length === 0
      ? []
      : [
          '',
          table(
            ['files', 'number', 'size'],
            Object.entries(counts).map(([state, { tasks, bytes }]) => [state, tasks, prettyBytes(bytes)]),
          ),
        ]),
    ...(months === 0 ? [] : ['', table(['tables', 'months'], Object.entries(tables))]),
    ...section(
      'Failed',
      failures.map(
        ({ code, tasks, exampleMessage }) =>
          `${code}, ${counted(tasks, run.failed === 0 ? 'step' : 'file')}: ${exampleMessage}`,
      ),
    ),
    ...section(
      'What to do',
      failureAdviceLines(failures.map(({ code }) => ({ error: { code, message: '' } }))),
    ),
    ...section(
      'Slowest',
      slowest.map(({ key, seconds }) => `${duration(seconds)}  ${key}`),
    ),
    ...section(
      'Changed in the archive',
      changes.map(({ kind, key }) => `${kind}  ${key}`),
    ),
  ];
  print(fitted(lines.join('\n')));
  return 0;
}

/** Names of workers that are shown. */
const WORKERS_SHOWN = 5;

/** Where a run is whose files a fleet does. */
function fleetText(workers: readonly string[]): string {
  if (workers.length === 0) return 'a fleet; no worker has a batch of it';
  const names = workers.slice(0, WORKERS_SHOWN).map((name) => visible(name));
  const more = workers.length > names.length ? ['…'] : [];
  return `a fleet; ${counted(workers.length, 'worker')} with batches of it: ${[...names, ...more].join(', ')}`;
}
