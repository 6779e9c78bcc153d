import {
  type Context,
  context,
  type Span,
  type SpanOptions,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { asTapehaulError, type TapehaulError } from '@tapehaul/errors';
import { ATTRIBUTE } from './attributes.ts';

/** Marks a span as failed: status, `error.type` with the error's code, and an exception event with its message. */
export function markFailed(span: Span, error: TapehaulError): void {
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
  const span = trace.getTracer(tracer).startSpan(name, options);
  if (!span.isRecording()) return work(span);
  try {
    return await context.with(trace.setSpan(context.active(), span), () => work(span));
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
