import { type Attributes, type Context, context, type Span, SpanStatusCode } from '@opentelemetry/api';
import type { CodedError } from '@tapehaul/errors';
import type { StateName } from '@tapehaul/states';
import { ATTRIBUTE, markFailed, tracerOf, under } from '@tapehaul/tracing';
import { TRACER } from '../run/run-span.ts';
import { idsOf, type SpanIds } from '../run/span-ids.ts';

/** What the span of a task is started with. */
export interface TaskSpanOptions {
  readonly runId: string;
  readonly taskId: string;
  /** Span that it is under. */
  readonly parent: Context;
  /** One of many: kept or left out as a whole where not all are kept. A step of the flow is always kept. */
  readonly isOneOfMany: boolean;
  /** What distinguishes it from others; called only when it is recorded. */
  readonly attributes: () => Attributes;
}

/** The span of a task, with one below it for each attempt. */
export class TaskSpan {
  readonly #span: Span;
  /** What is below the span; undefined when it is not recorded. */
  readonly #context: Context | undefined;
  #attempt: Span | undefined;

  constructor(name: string, { runId, taskId, parent, isOneOfMany, attributes }: TaskSpanOptions) {
    const marked = isOneOfMany ? { attributes: { [ATTRIBUTE.task]: name } } : {};
    this.#span = tracerOf(TRACER).startSpan(name, marked, parent);
    if (!this.#span.isRecording()) return;
    this.#context = under(this.#span, parent);
    this.#span.setAttributes({ [ATTRIBUTE.runId]: runId, [ATTRIBUTE.taskId]: taskId, ...attributes() });
  }

  /** Ids of the attempt in progress, else of the task, for its log lines; none when nothing is recorded. */
  get ids(): SpanIds {
    return this.#context === undefined ? {} : idsOf(this.#attempt ?? this.#span);
  }

  /** Reports the task, in its span. */
  within(work: () => void): void {
    if (this.#context === undefined) work();
    else context.with(this.#context, work);
  }

  /** Runs an attempt in a span of its own. */
  attempt<Output>(number: number, work: () => Promise<Output>): Promise<Output> {
    if (this.#context === undefined) return work();
    const attributes = { [ATTRIBUTE.attempt]: number };
    this.#attempt = tracerOf(TRACER).startSpan('attempt', { attributes }, this.#context);
    return context.with(under(this.#attempt, this.#context), work);
  }

  /** An attempt has ended. */
  attempted(error?: CodedError): void {
    if (error !== undefined && this.#attempt !== undefined) markFailed(this.#attempt, error);
    this.#attempt?.end();
    this.#attempt = undefined;
  }

  /** The task waits before its next attempt. */
  retry(error: CodedError, milliseconds: number): void {
    this.#span.addEvent('retry', {
      [ATTRIBUTE.errorType]: error.code,
      [ATTRIBUTE.retryDelay]: Math.round(milliseconds),
    });
  }

  /** The task is over; an error only if it ended with one. */
  end(state: StateName, attempts: number, error: CodedError | undefined): void {
    if (!this.#span.isRecording()) return;
    this.#span.setAttributes({ [ATTRIBUTE.state]: state, [ATTRIBUTE.attempts]: attempts });
    if (error !== undefined) {
      this.#span.setAttribute(ATTRIBUTE.errorType, error.code);
      this.#span.setStatus({ code: SpanStatusCode.ERROR, message: error.message });
    }
    this.#span.end();
  }
}
