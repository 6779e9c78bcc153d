import { context, ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { ATTRIBUTE, parseTraceparent, traceparentOf } from '@tapehaul/tracing';
import type { FastifyInstance, FastifyRequest } from 'fastify';

const spans = new WeakMap<FastifyRequest, Span>();

/** Makes a span of each request, by the conventions of OpenTelemetry for HTTP servers. */
export function addRequestSpans(server: FastifyInstance): void {
  server.addHook('onRequest', async (request) => {
    const { url: route } = request.routeOptions;
    const span = trace.getTracer('tapehaul-server').startSpan(nameOf(request), {
      kind: SpanKind.SERVER,
      attributes: {
        [ATTRIBUTE.httpMethod]: request.method,
        ...(route === undefined ? {} : { [ATTRIBUTE.httpRoute]: route }),
        [ATTRIBUTE.urlPath]: request.url.split('?')[0] ?? '',
        [ATTRIBUTE.urlScheme]: request.protocol,
      },
    });
    if (span.isRecording()) spans.set(request, span);
  });
  server.addHook('onResponse', async (request, reply) => {
    const span = spans.get(request);
    if (span === undefined) return;
    span.setAttribute(ATTRIBUTE.httpStatus, reply.statusCode);
    if (reply.statusCode >= 500) {
      span.setAttribute(ATTRIBUTE.errorType, String(reply.statusCode));
      span.setStatus({ code: SpanStatusCode.ERROR });
    }
    span.end();
  });
}

/** Method and route, as the conventions name such spans; a path that has no route could be any text. */
function nameOf({ method, routeOptions: { url } }: FastifyRequest): string {
  return url === undefined ? method : `${method} ${url}`;
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
