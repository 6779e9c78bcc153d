import { context, ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { parseTraceparent, traceparentOf } from '@tapehaul/tracing';
import type { FastifyInstance, FastifyRequest } from 'fastify';

const spans = new WeakMap<FastifyRequest, Span>();

/** Makes a span of each request, by the conventions of OpenTelemetry for HTTP servers. */
export function addRequestSpans(server: FastifyInstance): void {
  server.addHook('onRequest', async (request) => {
    const span = trace.getTracer('tapehaul-server').startSpan(request.routeOptions.url ?? 'unknown', {
      kind: SpanKind.SERVER,
      attributes: {
        'http.request.method': request.method,
        'http.route': request.routeOptions.url ?? '',
        'url.path': request.url.split('?')[0] ?? '',
      },
    });
    if (span.isRecording()) spans.set(request, span);
  });
  server.addHook('onResponse', async (request, reply) => {
    const span = spans.get(request);
    if (span === undefined) return;
    span.updateName(`${request.method} ${request.routeOptions.url ?? ''}`);
    span.setAttribute('http.response.status_code', reply.statusCode);
    if (reply.statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
  });
}

/** The identity of a request's span, as W3C traceparent; null when nothing is traced. */
export function traceparentOfRequest(request: FastifyRequest): string | null {
  const span = spans.get(request);
  return (span && traceparentOf(span.spanContext())) ?? null;
}

/** Runs work under a span that was told as W3C traceparent. */
export function underTraceparent<Result>(traceparent: string | null, work: () => Result): Result {
  const parent = traceparent === null ? undefined : parseTraceparent(traceparent);
  return parent === undefined ? work() : context.with(trace.setSpanContext(ROOT_CONTEXT, parent), work);
}
