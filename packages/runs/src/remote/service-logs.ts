import { setTimeout as sleep } from 'node:timers/promises';
import type { paths, ServiceClient } from '@tapehaul/client';
import { stoppedBy } from '@tapehaul/errors';
import type { LogFilter } from '../run-control.ts';
import type { RunLogLine } from '../run-view.ts';
import { answered } from './answers.ts';
import { runMeant } from './listed-runs.ts';

/** How often the log of a run that is followed is read, in milliseconds. */
const READ_EVERY = 500;

type LogsPath = paths['/v1/runs/{run}/logs']['get'];
type LogPage = NonNullable<LogsPath['parameters']['query']>;
type Lines = LogsPath['responses'][200]['content']['application/json'];

/** The log of a run of a service, with the lines that come while it is followed. */
export async function* serviceLogs(
  client: ServiceClient,
  given: string | undefined,
  { follow = false, newest = false, signal, ...query }: LogFilter,
): AsyncGenerator<RunLogLine, void, undefined> {
  const run = await runMeant(client, given);
  const path = { run };
  const read = (paged: LogPage): Promise<Lines> =>
    client.GET('/v1/runs/{run}/logs', { params: { path, query: paged } }).then(answered);
  if (newest) {
    yield* newestLines(read, query);
    return;
  }
  let seen = 0;
  let from: string | undefined;
  for (;;) {
    const shown = follow && answered(await client.GET('/v1/runs/{run}', { params: { path } }));
    for (let cursor: string | null | undefined = from; cursor !== null; ) {
      const { rows, next } = await read({ ...query, ...(cursor === undefined ? {} : { cursor }) });
      for (const line of rows) {
        if (line.sequence <= seen) continue;
        seen = line.sequence;
        yield { ...line, line };
      }
      // The last page is read again: lines may have been added to it.
      from = cursor;
      cursor = next;
    }
    if (shown === false || shown.ended_at !== null) return;
    await sleep(READ_EVERY, undefined, signal === undefined ? {} : { signal }).catch(() => {});
    if (signal?.aborted === true) throw stoppedBy(signal);
  }
}

/** All lines, the newest first. */
async function* newestLines(
  read: (query: LogPage) => Promise<Lines>,
  query: LogPage,
): AsyncGenerator<RunLogLine, void, undefined> {
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const paged = { ...query, order: 'newest', ...(cursor === undefined ? {} : { cursor }) } as const;
    const { rows, next } = await read(paged);
    for (const line of rows) yield { ...line, line };
    cursor = next;
  }
}
