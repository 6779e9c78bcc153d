import { setTimeout as sleep } from 'node:timers/promises';
import { stoppedBy } from '@tapehaul/errors';
import {
  type CatalogReader,
  everyPage,
  FAILED_STATES,
  fileCounts,
  findRun,
  firstRows,
  isSettled,
  type LogQuery,
  type LogRecord,
  type RunRecord,
} from '@tapehaul/workflow';
import type { FollowOptions, LogFilter, RunOutcome } from '../run-control.ts';
import { endOfRun } from '../run-end.ts';
import type { RunLogLine, RunProgress } from '../run-view.ts';

/** How often the record of a run that is followed is read, in milliseconds. */
const READ_EVERY = 500;
/** Log lines that are read at once. */
const LINES = 1_000;

/** Opens the record, reads it and closes it. */
type Read = <Result>(use: (record: CatalogReader) => Promise<Result>) => Promise<Result>;

/** Follows a run of another process by its record. */
export async function followRecord(
  read: Read,
  given: string | undefined,
  { signal, onProgress: onStanding }: FollowOptions,
): Promise<RunOutcome> {
  const runId = (await read((record) => findRun(record, given))).runId;
  for (;;) {
    const { standing, end } = await read(async (record) => {
      const run = await findRun(record, runId);
      return { standing: await progressOf(record, run), end: endOfRun(run) };
    });
    onStanding?.(standing);
    if (standing.isOver) return { runId, ...end, progress: standing };
    await pause(signal);
  }
}

/** The log of a run by its record. */
export async function* recordLogs(
  read: Read,
  given: string | undefined,
  { follow = false, newest = false, signal, ...filter }: LogFilter,
): AsyncGenerator<RunLogLine, void, undefined> {
  const runId = (await read((record) => findRun(record, given))).runId;
  const query = logQuery(filter);
  if (newest) {
    yield* newestLines(read, runId, query);
    return;
  }
  let after = 0;
  for (;;) {
    const { lines, isOver } = await read(async (record) => ({
      isOver: (await record.run(runId))?.endedAt !== null,
      lines: await linesOf(record, runId, query, after),
    }));
    for (const line of lines) {
      after = line.sequence;
      yield { ...line, task: line.taskId, line };
    }
    if (lines.length === LINES) continue;
    if (!follow || isOver) return;
    await pause(signal);
  }
}

/** Waits until the record is read again. Rejects once the signal aborts. */
async function pause(signal: AbortSignal | undefined): Promise<void> {
  await sleep(READ_EVERY, undefined, signal === undefined ? {} : { signal }).catch(() => {});
  if (signal?.aborted === true) throw stoppedBy(signal);
}

/** What a filter means for the record. */
function logQuery({ task, level, contains }: LogFilter): LogQuery {
  return {
    ...(task === undefined ? {} : { taskId: task }),
    ...(level === undefined ? {} : { level }),
    ...(contains === undefined ? {} : { contains }),
  };
}

/** All lines, the newest first. */
async function* newestLines(
  read: Read,
  runId: string,
  query: LogQuery,
): AsyncGenerator<RunLogLine, void, undefined> {
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const paged = {
      ...query,
      order: 'newest',
      limit: LINES,
      ...(cursor === undefined ? {} : { cursor }),
    } as const;
    const { rows, next } = await read((record) => record.logs(runId, paged));
    for (const line of rows) yield { ...line, task: line.taskId, line };
    cursor = next;
  }
}

async function linesOf(
  record: CatalogReader,
  runId: string,
  query: LogQuery,
  after: number,
): Promise<LogRecord[]> {
  const behind = after === 0 ? {} : { after };
  return firstRows(
    everyPage((page) => record.logs(runId, { ...query, ...behind, ...page })),
    LINES,
  );
}

async function progressOf(record: CatalogReader, run: RunRecord): Promise<RunProgress> {
  const counts = Object.entries(await fileCounts(record, run));
  const sum = (of: typeof counts): number => of.reduce((total, [, { tasks }]) => total + tasks, 0);
  // Files that were stopped can still be collected.
  const settled = counts.filter(([state]) => isSettled(state));
  return {
    state: run.state,
    isPlanned: run.plannedAt !== null,
    isOver: run.endedAt !== null,
    files: sum(counts),
    settled: sum(settled),
    failed: sum(settled.filter(([state]) => FAILED_STATES.some((it) => it === state))),
    cached: sum(settled.filter(([state]) => state === 'Cached')),
    bytes: settled.reduce((total, [, { bytes }]) => total + bytes, 0),
  };
}
