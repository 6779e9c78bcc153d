import { isDeepStrictEqual } from 'node:util';
import {
  type CatalogReader,
  FLOW_NAME,
  fileCounts,
  type RunRecord,
  type RunRequest,
  runRequest,
} from '@tapehaul/workflow';
import type { MeasuredRun } from './run-times.ts';

/** Runs that are read of a record, the newest. */
const LATEST = 10;
/** Files below which the time of a run says nothing of the next. */
const LEAST_FILES = 10;
/** States of files that a run has fetched. */
const FETCHED = ['Completed', 'Unverified'];

/** How fast the latest runs of a record were that fetched files from a source, and ended without being continued. */
export async function measuredRuns(
  record: CatalogReader,
  source: RunRequest['source'],
): Promise<MeasuredRun[]> {
  const { rows } = await record.runs({ flow: FLOW_NAME, planned: true, limit: LATEST });
  const measured: MeasuredRun[] = [];
  for (const { runId, endedAt, plannedAt, resumes } of rows) {
    if (endedAt === null || plannedAt === null || resumes > 0) continue;
    const run = await record.run(runId);
    if (run === undefined || !isFrom(run, source)) continue;
    const counts = await fileCounts(record, run);
    const sum = (key: 'tasks' | 'bytes') =>
      FETCHED.reduce((total, state) => total + (counts[state]?.[key] ?? 0), 0);
    const files = sum('tasks');
    if (files < LEAST_FILES) continue;
    measured.push({ files, bytes: sum('bytes'), seconds: await workTime(record, runId, plannedAt, endedAt) });
  }
  return measured;
}

function isFrom(run: RunRecord, { endpoint, bucket }: RunRequest['source']): boolean {
  return isDeepStrictEqual(runRequest(run)?.source, { endpoint, bucket });
}

/** Seconds between two times in which a run was at work. */
async function workTime(record: CatalogReader, runId: string, from: number, to: number): Promise<number> {
  const history = await record.runHistory(runId);
  let paused = 0;
  for (const [at, { state, at: since }] of history.entries()) {
    if (state !== 'Paused') continue;
    const until = history[at + 1]?.at ?? to;
    paused += Math.max(0, Math.min(until, to) - Math.max(since, from));
  }
  return Math.max(0, to - from - paused) / 1_000;
}
