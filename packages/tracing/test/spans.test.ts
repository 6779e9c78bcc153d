import { context, propagation, SpanStatusCode, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { TapehaulError } from '@tapehaul/errors';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { callerOf, currentSpan, inLeafSpan, inSpan, traceparentOf, tracerOf, under } from '../src/index.ts';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const SPAN = 'b7ad6b7169203331';
let exporter: InMemorySpanExporter;

/** Starts an SDK of OpenTelemetry whose spans the test reads. */
function startSdk(): void {
  exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  trace.setGlobalTracerProvider(provider);
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
}
afterEach(() => {
  trace.disable();
  context.disable();
  propagation.disable();
});

describe('without an SDK', () => {
  test('work runs as it is, and what it throws is thrown', async () => {
    expect(await inSpan('t', 'a', {}, async () => 4)).toBe(4);
    expect(await inLeafSpan('t', 'a', async () => 5)).toBe(5);
    const error = new Error('no');
    await expect(inSpan('t', 'a', {}, () => Promise.reject(error))).rejects.toBe(error);
    expect(currentSpan()).toBeUndefined();
  });

  test('no caller is read, and none is malformed', () => {
    expect(callerOf({ traceparent: `00-${TRACE}-${SPAN}-01` })).toEqual({ isMalformed: false });
  });
});

describe('with an SDK', () => {
  beforeEach(startSdk);
  const finished = () => exporter.getFinishedSpans();

  test('spans of one piece of work hang under each other', async () => {
    await inSpan('t', 'outer', { attributes: { a: 1 } }, async (outer) => {
      expect(currentSpan()).toBe(outer);
      await inSpan('t', 'inner', {}, async () => inLeafSpan('t', 'leaf', async () => {}));
    });
    const [leaf, inner, outer] = finished();
    expect([leaf?.name, inner?.name, outer?.name]).toEqual(['leaf', 'inner', 'outer']);
    expect(leaf?.parentSpanContext?.spanId).toBe(inner?.spanContext().spanId);
    expect(inner?.parentSpanContext?.spanId).toBe(outer?.spanContext().spanId);
    expect(outer?.attributes).toEqual({ a: 1 });
    expect(currentSpan()).toBeUndefined();
  });

  test.each([
    ['inSpan', (work: () => Promise<never>) => inSpan('t', 'failing', {}, work)],
    ['inLeafSpan', (work: () => Promise<never>) => inLeafSpan('t', 'failing', work)],
  ])('%s marks work that fails, ends its span, and throws what was thrown', async (_, run) => {
    const error = new TapehaulError('stalled', 'no byte for 5 s');
    await expect(run(() => Promise.reject(error))).rejects.toBe(error);
    const [span] = finished();
    expect(span?.status).toEqual({ code: SpanStatusCode.ERROR, message: 'no byte for 5 s' });
    expect(span?.attributes['error.type']).toBe('stalled');
    expect(span?.events.map(({ name }) => name)).toEqual(['exception']);
  });

  test('a secret in an error does not get into a span', async () => {
    const thrown = new Error('refused https://b.example/k?X-Amz-Signature=abcdefabcdefabcdef');
    await expect(inSpan('t', 'failing', {}, () => Promise.reject(thrown))).rejects.toBe(thrown);
    expect(JSON.stringify([finished()[0]?.status, finished()[0]?.events])).not.toContain('abcdefabcdef');
  });

  test('a caller becomes the parent of what starts under it', async () => {
    const { span, isMalformed } = callerOf({ traceparent: `00-${TRACE}-${SPAN}-01`, tracestate: 'a=b' });
    expect(isMalformed).toBe(false);
    expect(span).toMatchObject({ traceId: TRACE, spanId: SPAN, isRemote: true });
    const parent = trace.wrapSpanContext(span ?? { traceId: '', spanId: '', traceFlags: 0 });
    await context.with(under(parent), () => inSpan('t', 'below', {}, async () => {}));
    expect(finished()[0]?.parentSpanContext?.spanId).toBe(SPAN);
    expect(traceparentOf(finished()[0]?.spanContext() ?? parent.spanContext())).toContain(TRACE);
  });

  test.each(['nonsense', `00-${'0'.repeat(32)}-${SPAN}-01`, `00-${TRACE}-${SPAN}`])(
    'a caller of another form is no parent, and is said to be malformed: %s',
    (traceparent) => {
      expect(callerOf({ traceparent })).toEqual({ isMalformed: true });
    },
  );

  test.each([undefined, '', '  '])('who names no span is no malformed caller: %j', (traceparent) => {
    expect(callerOf({ traceparent })).toEqual({ isMalformed: false });
  });

  test('a tracer is looked up once, and anew when another SDK is started', async () => {
    expect(tracerOf('t')).toBe(tracerOf('t'));
    await inSpan('t', 'first', {}, async () => {});
    const first = exporter;
    trace.disable();
    startSdk();
    await inSpan('t', 'second', {}, async () => {});
    expect(first.getFinishedSpans().map(({ name }) => name)).toEqual(['first']);
    expect(finished().map(({ name }) => name)).toEqual(['second']);
  });
});
