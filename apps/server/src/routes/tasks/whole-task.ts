import {
  type AttemptRecord,
  type CatalogReader,
  firstRows,
  type ObjectRecord,
  parseKey,
  type StateRecord,
  type TaskRecord,
  type VersionRecord,
} from '@tapehaul/workflow';
import type * as z from 'zod';
import { iso } from '../views.ts';
import type { wholeTaskSchema } from './task-schemas.ts';
import { attemptView, taskView } from './task-views.ts';

type WholeTask = z.output<typeof wholeTaskSchema>;

/** Former versions that are listed, and log lines of a task that are read for the spans of its attempts. */
const MOST = 1_000;

/** A task with all that a record has about it; undefined when the run has none of that id. */
export async function wholeTask(
  record: CatalogReader,
  runId: string,
  taskId: string,
): Promise<WholeTask | undefined> {
  const task = await record.task(runId, taskId);
  if (task === undefined) return undefined;
  const history = await record.taskHistory(runId, taskId);
  const held = await record.find(taskId);
  const change = await record.lastChange(taskId);
  return {
    task: taskView(task),
    history: history.map(({ state, at }) => ({ state, at: iso(at) })),
    attempts: await attemptsOf(record, task),
    running: runningAttempt(task, history),
    held: held === undefined ? null : heldView(held),
    versions: (await firstRows(record.versions(taskId), MOST)).map(versionView),
    last_change: change === undefined ? null : { kind: change.kind, at: iso(change.at) },
    verdict: await verdictOf(record, taskId),
  };
}

async function attemptsOf(record: CatalogReader, task: TaskRecord): Promise<WholeTask['attempts']> {
  const { runId, taskId } = task;
  const attempts = await record.attempts(runId, taskId);
  const spans = new Map<number | null, { trace_id: string | null; span_id: string | null }>();
  for (const { attempt, traceId, spanId } of (await record.logs(runId, { taskId, limit: MOST })).rows) {
    if (traceId !== null) spans.set(attempt, { trace_id: traceId, span_id: spanId });
  }
  return attempts.map((it) => ({
    ...attemptView(it),
    ...broughtBy(it, task),
    ...(spans.get(it.attempt) ?? { trace_id: null, span_id: null }),
  }));
}

/** What an attempt brought: the record has that of the attempt that ended the task. */
function broughtBy({ attempt }: AttemptRecord, { phase, attempts, bytes, engine }: TaskRecord) {
  return phase === 'final' && attempt === attempts ? { bytes, engine } : { bytes: null, engine: null };
}

function runningAttempt(
  { phase, attempts }: TaskRecord,
  history: readonly StateRecord[],
): WholeTask['running'] {
  const began = history.findLast(({ state }) => state === 'Running' || state === 'Retrying');
  if (phase !== 'running' || began === undefined) return null;
  return { attempt: attempts, since: iso(began.at) };
}

function heldView({ bytes, etag, sha256, proof, depth, recordedAt, path }: ObjectRecord): WholeTask['held'] {
  return { size: bytes, etag, sha256, proof, depth, proved_at: iso(recordedAt), path };
}

function versionView(version: VersionRecord): WholeTask['versions'][number] {
  const { bytes, etag, sha256, lastModified, supersededAt, path } = version;
  return { size: bytes, etag, sha256, last_modified: lastModified, replaced_at: iso(supersededAt), path };
}

async function verdictOf(record: CatalogReader, taskId: string): Promise<WholeTask['verdict']> {
  const object = parseKey(taskId);
  if (object === undefined) return null;
  const { market, dataType, symbol, interval, partition, period } = object;
  const day = partition === 'daily' ? period : `${period}-01`;
  const known = await record.explainDay({ market, dataType, symbol, interval }, day);
  const { state, fault, reason, evidence, remedy } = known;
  return { state, fault, reason, evidence, remedy };
}
