import { type Context, context, type Span } from '@opentelemetry/api';
import type { CodedError } from '@tapehaul/errors';
import type { StateName } from '@tapehaul/states';
import { ATTRIBUTE, markFailed, parseTraceparent, traceparentOf, tracerOf, under } from '@tapehaul/tracing';
import { idsOf, type SpanIds } from './span-ids.ts';
import type { TaskCounts } from './task-counts.ts';

/** Name of the tracer of runs and tasks. */
export const TRACER = '@tapehaul/orchestrator';

/** What the span of a run is started with. */
export interface RunSpanOptions {
  readonly runId: string;
  readonly tags: readonly string[];
  /** The run, as W3C traceparent, that this one continues. */
  readonly follows: string | undefined;
}

/** The span of a run, under whatever span it was started in. */
export class RunSpan {
  readonly #span: Span;
  /** What the body of the flow runs in. */
  readonly context: Context;
  /** Ids of the span, for what is said in it; none when nothing is traced. */
  readonly ids: SpanIds;

  constructor(flow: string, { runId, tags, follows }: RunSpanOptions) {
    const before = follows === undefined ? undefined : parseTraceparent(follows);
    this.#span = tracerOf(TRACER).startSpan(flow, {
      attributes: { [ATTRIBUTE.runId]: runId, [ATTRIBUTE.tags]: [...tags] },
      links: before === undefined ? [] : [{ context: before }],
    });
    this.ids = this.#span.isRecording() ? idsOf(this.#span) : {};
    this.context = this.#span.isRecording() ? under(this.#span) : context.active();
  }

  /** The identity of the span, as W3C traceparent; undefined when nothing is traced. */
  get traceparent(): string | undefined {
    return this.#span.isRecording() ? traceparentOf(this.#span.spanContext()) : undefined;
  }

  /** The run waits before its next attempt. */
  retry(error: CodedError, milliseconds: number): void {
    this.#span.addEvent('retry', {
      [ATTRIBUTE.errorType]: error.code,
      [ATTRIBUTE.retryDelay]: Math.round(milliseconds),
    });
  }

  /** The run is over; failed tasks make it an error, too. */
  end(state: StateName, counts: TaskCounts, error: CodedError | undefined): void {
    if (!this.#span.isRecording()) return;
    this.#span.setAttribute(ATTRIBUTE.state, state);
    for (const [name, tasks] of Object.entries(counts)) {
      this.#span.setAttribute(`${ATTRIBUTE.tasks}.${name.toLowerCase()}`, tasks);
    }
    if (error !== undefined) markFailed(this.#span, error);
    else if (state === 'CompletedWithGaps') this.#span.setStatus({ code: 2, message: 'tasks failed' });
    this.#span.end();
  }
}
