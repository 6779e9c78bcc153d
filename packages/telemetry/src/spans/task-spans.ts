import type { ReadableSpan, Span } from '@opentelemetry/sdk-trace';
import { ATTRIBUTE } from '@tapehaul/tracing';
import type { TaskChoice } from './task-choice.ts';

/** Ended tasks that are remembered for the spans that come late. */
const REMEMBERED = 1_024;

interface Task {
  readonly rootId: string;
  /** Ids of all its spans. */
  readonly ids: string[];
  held: ReadableSpan[];
  decision: 'open' | 'kept' | 'left_out';
}

/** What is done with a span whose fate is known. */
export interface Outlets {
  send(span: ReadableSpan): void;
  leaveOut(count: number): void;
}

/**
 * Holds the spans of each task, which starts with the attribute `tapehaul.task`, those below its span included, until
 * the task's span ends; then all of them go one way. Spans outside of tasks are sent at once. A span belongs to its
 * parent's task, also one that starts or ends late. When too many are held, the task of the newest is kept without
 * further waiting.
 */
export class TaskSpans {
  held = 0;
  readonly #choice: TaskChoice;
  readonly #outlets: Outlets;
  readonly #maxHeld: number;
  readonly #taskOf = new Map<string, Task>();
  #ended: Task[] = [];

  constructor(choice: TaskChoice, outlets: Outlets, maxHeld: number) {
    this.#choice = choice;
    this.#outlets = outlets;
    this.#maxHeld = maxHeld;
  }

  start(span: Span): void {
    const { spanId } = span.spanContext();
    const parent = span.parentSpanContext && this.#taskOf.get(span.parentSpanContext.spanId);
    const isTask = parent === undefined && span.attributes[ATTRIBUTE.task] !== undefined;
    const task: Task | undefined = isTask ? { rootId: spanId, ids: [], held: [], decision: 'open' } : parent;
    if (task === undefined) return;
    task.ids.push(spanId);
    this.#taskOf.set(spanId, task);
  }

  end(span: ReadableSpan): void {
    const { spanId } = span.spanContext();
    const task = this.#taskOf.get(spanId);
    if (task === undefined || task.decision === 'kept') this.#outlets.send(span);
    else if (task.decision === 'left_out') this.#outlets.leaveOut(1);
    else {
      task.held.push(span);
      this.held += 1;
      if (spanId === task.rootId) this.#settle(task, this.#choice.keeps(span, task.held));
      else if (this.held > this.#maxHeld) this.#settle(task, true);
    }
    if (task?.rootId === spanId) this.#remember(task);
  }

  /** Sends what is held of tasks that have not ended. */
  release(): void {
    for (const task of this.#taskOf.values()) if (task.decision === 'open') this.#settle(task, true);
  }

  #settle(task: Task, keep: boolean): void {
    task.decision = keep ? 'kept' : 'left_out';
    this.held -= task.held.length;
    if (keep) for (const span of task.held) this.#outlets.send(span);
    else this.#outlets.leaveOut(task.held.length);
    task.held = [];
  }

  #remember(task: Task): void {
    this.#ended.push(task);
    if (this.#ended.length < 2 * REMEMBERED) return;
    const forgotten = this.#ended.slice(0, REMEMBERED);
    this.#ended = this.#ended.slice(REMEMBERED);
    for (const { ids } of forgotten) for (const id of ids) this.#taskOf.delete(id);
  }
}
