import {
  type Context,
  context,
  type Span,
  type SpanOptions,
  SpanStatusCode,
  type Tracer,
  type TracerProvider,
  trace,
} from '@opentelemetry/api';
import { asTapehaulError, type CodedError } from '@tapehaul/errors';
import { ATTRIBUTE } from './attributes.ts';

let provider: TracerProvider | undefined;
const tracers = new Map<string, Tracer>();

/** The tracer of that name; looked up once, since that costs as much as a span does. */
export function tracerOf(name: string): Tracer {
  const current = trace.getTracerProvider();
  if (current !== provider) {
    provider = current;
    tracers.clear();
  }
  let tracer = tracers.get(name);
  if (tracer === undefined) {
    tracer = trace.getTracer(name);
    tracers.set(name, tracer);
  }
  return tracer;
}

/** Marks a span as failed: status, `error.type` with the error's code, and an exception event with its message. */
export function markFailed(span: Span, error: CodedError): void {
  span.setAttribute(ATTRIBUTE.errorType, error.code);
  span.setStatus({ code: SpanStatusCode.ERROR, message: error.message });
  span.recordException({ name: error.code, message: error.message });
}

/** Runs work in a span, which ends with it, and is marked when the work fails. Costs next to nothing without an SDK. */
export async function inSpan<Result>(
  tracer: string,
  name: string,
  options: SpanOptions,
  work: (span: Span) => Promise<Result>,
): Promise<Result> {
  const span = tracerOf(tracer).startSpan(name, options);
  if (!span.isRecording()) return work(span);
  return endedAfter(span, () => context.with(trace.setSpan(context.active(), span), () => work(span)));
}

/** As {@link inSpan}, for less, for work that makes no spans of its own: they would not be below this one. */
export async function inLeafSpan<Result>(
  tracer: string,
  name: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const span = tracerOf(tracer).startSpan(name);
  return span.isRecording() ? endedAfter(span, work) : work();
}

async function endedAfter<Result>(span: Span, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (thrown) {
    markFailed(span, asTapehaulError(thrown));
    throw thrown;
  } finally {
    span.end();
  }
}

/** The span that work is under, for facts that it learns; nothing is kept when none is recorded. */
export function currentSpan(): Span | undefined {
  const span = trace.getActiveSpan();
  return span?.isRecording() ? span : undefined;
}

/** A context with the span as parent of what starts in it. */
export function under(span: Span, outer: Context = context.active()): Context {
  return trace.setSpan(outer, span);
}
