import { propagation, ROOT_CONTEXT, type SpanContext, trace } from '@opentelemetry/api';

/** What a caller says of its span, by the names of the W3C headers. */
export interface Carrier {
  readonly traceparent?: string | undefined;
  readonly tracestate?: string | undefined;
}

/** The span of a caller. */
export interface Caller {
  /** Its identity; undefined where none is named, or OTEL_PROPAGATORS leaves `tracecontext` out. */
  readonly span?: SpanContext;
  /** Whether a span is named in a form that is not W3C's: it is then no parent. */
  readonly isMalformed: boolean;
}

/** Reads which span a caller names, once the SDK has been started. Of its baggage nothing is taken. */
export function callerOf({ traceparent, tracestate }: Carrier): Caller {
  if (!traceparent?.trim() || !propagation.fields().includes('traceparent')) return { isMalformed: false };
  const carrier = { traceparent, ...(tracestate === undefined ? {} : { tracestate }) };
  const span = trace.getSpanContext(propagation.extract(ROOT_CONTEXT, carrier));
  return span === undefined ? { isMalformed: true } : { span, isMalformed: false };
}
