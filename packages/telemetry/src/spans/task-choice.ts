import { SpanStatusCode } from '@opentelemetry/api';
import { hrTimeToMilliseconds } from '@opentelemetry/core';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { ATTRIBUTE } from '@tapehaul/tracing';
import { SlowTasks } from './slow-tasks.ts';

/** Which tasks are kept whole, decided when a task ends. */
export interface TaskSampling {
  /** How many of the first tasks of the process are all kept; 10,000 by default. */
  readonly keepFirst?: number;
  /** Share, from 0 to 1, of the tasks after those that neither failed, retried nor were slow; 0.01 by default. */
  readonly share?: number;
  /** Share, from 0 to 1, of the slowest tasks, which are kept; 0.01 by default. */
  readonly slowest?: number;
}

/** Decides which tasks are kept: the first ones, all that failed or retried, the slowest, a share of the rest. */
export class TaskChoice {
  readonly #keepFirst: number;
  readonly #share: number;
  readonly #slow: SlowTasks;
  #seen = 0;

  constructor({ keepFirst = 10_000, share = 0.01, slowest = 0.01 }: TaskSampling = {}) {
    this.#keepFirst = keepFirst;
    this.#share = share;
    this.#slow = new SlowTasks(slowest);
  }

  /** Whether to keep a task that ended, from its span and all spans under it. To be called once for each task. */
  keeps(task: ReadableSpan, spans: readonly ReadableSpan[]): boolean {
    this.#seen += 1;
    const slow = this.#slow.isSlow(hrTimeToMilliseconds(task.duration));
    return this.#seen <= this.#keepFirst || slow || isChosen(task, this.#share) || spans.some(isFaulty);
  }
}

/** Whether the span shows a failure or a repeated attempt. */
function isFaulty({ status, attributes, events }: ReadableSpan): boolean {
  const attempt = attributes[ATTRIBUTE.attempt];
  return (
    status.code === SpanStatusCode.ERROR ||
    attributes[ATTRIBUTE.errorType] !== undefined ||
    (typeof attempt === 'number' && attempt > 1) ||
    events.some(({ name }) => name === 'exception')
  );
}

/** Span ids are random, so their first 32 bits are a fair draw that can be repeated. */
function isChosen(task: ReadableSpan, share: number): boolean {
  return Number.parseInt(task.spanContext().spanId.slice(0, 8), 16) / 2 ** 32 < share;
}
