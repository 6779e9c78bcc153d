import type { Span } from '@opentelemetry/api';
import type { LogEvent } from '../events.ts';

/** What an event says of the span that it belongs to. */
export type SpanIds = Pick<LogEvent, 'traceId' | 'spanId'>;

/** Ids of a span that is recorded, or was. */
export function idsOf(span: Span): SpanIds {
  const { traceId, spanId } = span.spanContext();
  return { traceId, spanId };
}
