import { type AttemptRecord, parseKey, type TaskRecord } from '@tapehaul/workflow';
import type * as z from 'zod';
import { iso, time } from '../views.ts';
import type { attemptSchema, taskSchema } from './task-schemas.ts';

/** A task as the service shows it. */
export function taskView(task: TaskRecord): z.output<typeof taskSchema> {
  const object = parseKey(task.taskId);
  return {
    id: task.taskId,
    name: task.name,
    state: task.state,
    attempts: task.attempts,
    bytes: task.bytes,
    engine: task.engine,
    started_at: time(task.startedAt),
    updated_at: iso(task.updatedAt),
    duration_ms: task.durationMs,
    retry_at: time(task.retryAt),
    error_code: task.errorCode,
    error_message: task.errorMessage,
    market: object?.market ?? null,
    data_type: object?.dataType ?? null,
    symbol: object?.symbol ?? null,
    interval: object?.interval ?? null,
    partition: object?.partition ?? null,
    period: object?.period ?? null,
  };
}

/** An attempt of a task as the service shows it. */
export function attemptView(it: AttemptRecord): z.output<typeof attemptSchema> {
  return {
    attempt: it.attempt,
    state: it.state,
    started_at: iso(it.startedAt),
    ended_at: iso(it.endedAt),
    error_code: it.errorCode,
    error_message: it.errorMessage,
  };
}
