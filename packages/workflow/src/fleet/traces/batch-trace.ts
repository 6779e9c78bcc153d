import { type Attributes, context, ROOT_CONTEXT, type Span, trace } from '@opentelemetry/api';
import { inSpan, parseTraceparent, traceparentOf } from '@tapehaul/tracing';
import type { RunTrace } from './traced-run.ts';

const TRACER = '@tapehaul/workflow';

/** Most files of a run whose spans are all in its trace: no page shows more of them. */
const MOST_FILES = 2_000;
/** Most files of a run of which each batch has a span in its trace, a thousand spans. */
const MOST_IN_BATCHES = 1_000_000;
/** Parts of a plan that have a span in the trace of their run. */
const MOST_PARTS = 1_000;

/** Where the spans of the files of a batch belong. */
export interface BatchTrace {
  /** The span that theirs follow, in a trace of their own, as W3C traceparent; undefined where they are in the trace of the run. */
  readonly follows: string | undefined;
  /** The span of the batch in the trace of the run, where that of its files is another one. */
  readonly span: Span | undefined;
}

/**
 * Works on a batch of files in the trace of its run: with the spans of all files where it has few, with a span that is linked to the trace of the files of the
 * batch where it has more, and with a link from that trace to the run where it has too many for that.
 */
export function inBatchTrace<Result>(
  run: RunTrace | undefined,
  attributes: Attributes,
  work: (place: BatchTrace) => Promise<Result>,
): Promise<Result> {
  const parent = run && parseTraceparent(run.traceparent);
  const own = (follows?: string, span?: Span): Promise<Result> =>
    context.with(ROOT_CONTEXT, () => work({ follows, span }));
  if (run === undefined || parent === undefined) return own();
  const below = trace.setSpanContext(ROOT_CONTEXT, parent);
  if (run.files <= MOST_FILES)
    return context.with(below, () => work({ follows: undefined, span: undefined }));
  if (run.files > MOST_IN_BATCHES) return own(run.traceparent);
  return context.with(below, () =>
    inSpan(TRACER, 'fleet-batch', { attributes }, (span) => own(traceparentOf(span.spanContext()), span)),
  );
}

/** Plans a part of a run in a span of its trace; of a part behind the first thousand, in a trace that is linked to it. */
export function inPartTrace<Result>(
  run: RunTrace | undefined,
  part: number,
  attributes: Attributes,
  work: () => Promise<Result>,
): Promise<Result> {
  const parent = run && parseTraceparent(run.traceparent);
  const isBelow = parent !== undefined && part <= MOST_PARTS;
  const links = parent === undefined || isBelow ? [] : [{ context: parent }];
  const here = isBelow ? trace.setSpanContext(ROOT_CONTEXT, parent) : ROOT_CONTEXT;
  return context.with(here, () => inSpan(TRACER, 'fleet-part', { attributes, links }, work));
}
