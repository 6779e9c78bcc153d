import { type Context, context, type Span, trace } from '@opentelemetry/api';
import { ATTRIBUTE, tracerOf, under } from '@tapehaul/tracing';
import { TRACER } from './run-span.ts';

/** Tasks of one batch span. */
const BATCH = 500;
/** Batches that are in the trace of their run: a trace is of use up to some 2,000 tasks. The others get their own. */
const IN_THE_RUNS_TRACE = 4;

interface Batch {
  readonly span: Span;
  readonly context: Context;
  open: number;
  full: boolean;
}

/**
 * Groups the spans of the tasks of one call. The first groups are under the run's span; every further one is a
 * trace of its own with a link to that, since no page shows a trace of a million spans.
 */
export class BatchSpans {
  readonly #runId: string;
  readonly #outer: Context = context.active();
  /** Whether anything is recorded at all. */
  readonly #recording = trace.getActiveSpan()?.isRecording() === true;
  #current: Batch | undefined;
  #batches = 0;
  #tasks = 0;

  constructor(runId: string) {
    this.#runId = runId;
  }

  /** The context for the next task; to be followed by the call of what it returns when that has ended. */
  next(): { readonly context: Context; readonly ended: () => void } {
    if (!this.#recording) return { context: this.#outer, ended: nothing };
    const batch = this.#current ?? this.#begin();
    batch.open += 1;
    this.#tasks += 1;
    if (this.#tasks % BATCH === 0) this.#close();
    const ended = (): void => {
      batch.open -= 1;
      endIfDone(batch);
    };
    return { context: batch.context, ended };
  }

  /** There are no more tasks. */
  end(): void {
    this.#close();
  }

  #begin(): Batch {
    this.#batches += 1;
    const attributes = { [ATTRIBUTE.runId]: this.#runId, [ATTRIBUTE.batch]: this.#batches };
    const own = this.#batches > IN_THE_RUNS_TRACE;
    const run = trace.getSpanContext(this.#outer);
    const links = own && run !== undefined ? [{ context: run }] : [];
    const span = tracerOf(TRACER).startSpan('batch', { attributes, links, root: own }, this.#outer);
    this.#current = { span, context: under(span, this.#outer), open: 0, full: false };
    return this.#current;
  }

  #close(): void {
    const batch = this.#current;
    this.#current = undefined;
    if (batch === undefined) return;
    batch.full = true;
    batch.span.setAttribute(ATTRIBUTE.tasks, ((this.#tasks - 1) % BATCH) + 1);
    endIfDone(batch);
  }
}

function endIfDone({ span, open, full }: Batch): void {
  if (full && open === 0) span.end();
}

function nothing(): void {}
