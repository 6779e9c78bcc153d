import {
  type Context,
  context,
  createTraceState,
  isSpanContextValid,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { redacted } from '@tapehaul/errors';
import { ATTRIBUTE, callerOf, parseTraceparent, traceparentOf } from '@tapehaul/tracing';
import type { FastifyInstance, FastifyRequest } from 'fastify';

const spans = new WeakMap<FastifyRequest, Span>();

/** Routes that monitoring requests all the time: their spans would hide the others. */
const PROBES: ReadonlySet<string> = new Set(['/livez', '/readyz', '/metrics', '/version']);

/**
 * Makes a span of each request but those of probes, by the conventions of OpenTelemetry for HTTP servers. Its parent is the
 * span that the caller names.
 */
export function addRequestSpans(server: FastifyInstance): void {
  server.addHook('onRequest', async (request) => {
    const { url: route } = request.routeOptions;
    if (route !== undefined && PROBES.has(route)) return;
    const options = {
      kind: SpanKind.SERVER,
      attributes: {
        [ATTRIBUTE.httpMethod]: request.method,
        ...(route === undefined ? {} : { [ATTRIBUTE.httpRoute]: route }),
        [ATTRIBUTE.urlPath]: request.url.split('?')[0] ?? '',
        [ATTRIBUTE.urlScheme]: request.protocol,
      },
    };
    const span = trace.getTracer('tapehaul-server').startSpan(nameOf(request), options, underCaller(request));
    // One that is not sampled is kept, too: the run that it starts is sampled no more than it is.
    if (isSpanContextValid(span.spanContext())) spans.set(request, span);
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

/** The context with the span that the caller of a request names. */
function underCaller({ headers }: FastifyRequest): Context {
  const traceparent = headers.traceparent?.toString();
  const { span, isMalformed } = callerOf({ traceparent, tracestate: headers.tracestate?.toString() });
  if (isMalformed) warnOnce(traceparent ?? '');
  return span === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, span);
}

let hasWarned = false;

/** A caller that sends such a header sends it with each request. */
function warnOnce(traceparent: string): void {
  if (hasWarned) return;
  hasWarned = true;
  const shown = JSON.stringify(redacted(traceparent.slice(0, 80)));
  process.emitWarning(
    `a request has the header traceparent ${shown}, expected the form of W3C; the trace of such a request begins here`,
  );
}

/**
 * The identity of a request's span, as W3C traceparent, with the tracestate of its caller after a space; null when nothing
 * is traced.
 */
export function traceparentOfRequest(request: FastifyRequest): string | null {
  const span = spans.get(request)?.spanContext();
  if (span === undefined) return null;
  const state = span.traceState?.serialize();
  return [traceparentOf(span), ...(state ? [state] : [])].join(' ');
}

/** Runs work under a span that {@link traceparentOfRequest} has given. */
export function underTraceparent<Result>(traceparent: string | null, work: () => Result): Result {
  const [id = '', ...state] = traceparent?.split(' ') ?? [];
  const parent = parseTraceparent(id);
  if (parent === undefined) return work();
  const traceState = createTraceState(state.join(' '));
  return context.with(trace.setSpanContext(ROOT_CONTEXT, { ...parent, traceState }), work);
}
