import { SpanStatusCode, trace } from '@opentelemetry/api';
import { type Jaeger, startJaeger } from '@tapehaul/testkit/services';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startTelemetry } from '../src/index.ts';

let jaeger: Jaeger;
beforeEach(async () => {
  jaeger = await startJaeger();
}, 600_000);
afterEach(async () => {
  vi.unstubAllEnvs();
  await jaeger.close();
});

/** A task with two attempts, of which the first met the error. */
function makeTask(name: string, error: string): string {
  const tracer = trace.getTracer('test');
  return tracer.startActiveSpan(
    'download-archive-file',
    { attributes: { 'tapehaul.task': name } },
    (task) => {
      tracer.startActiveSpan('attempt', { attributes: { 'error.type': error } }, (attempt) => {
        attempt.setStatus({ code: SpanStatusCode.ERROR });
        attempt.end();
      });
      tracer.startSpan('attempt').end();
      task.end();
      return task.spanContext().spanId;
    },
  );
}

test.each([
  ['http/protobuf', () => jaeger.otlpHttp],
  ['http/json', () => jaeger.otlpHttp],
  ['grpc', () => jaeger.otlpGrpc],
])('a failed attempt sent over %s is found by one search for its tag', async (protocol, endpoint) => {
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', endpoint());
  vi.stubEnv('OTEL_EXPORTER_OTLP_PROTOCOL', protocol);
  vi.stubEnv('OTEL_RESOURCE_ATTRIBUTES', 'deployment.environment.name=test');
  const telemetry = await startTelemetry({ serviceName: 'collector', serviceVersion: '1.2.3' });
  const taskId = makeTask('t1', 'throttled');
  await telemetry.shutdown();
  expect(telemetry.figures()).toMatchObject({ made: 3, sent: 3, dropped: 0 });

  const search = { service: 'collector', tags: { 'error.type': 'throttled' } };
  const [found, ...others] = await jaeger.waitForTraces(search, AbortSignal.timeout(20_000));
  expect(others).toEqual([]);
  const attempts = found?.spans.filter(({ operationName }) => operationName === 'attempt') ?? [];
  expect(attempts.map(({ references }) => references[0]?.spanID)).toEqual([taskId, taskId]);
  const process = Object.values(found?.processes ?? {})[0];
  const tags = Object.fromEntries(process?.tags.map(({ key, value }) => [key, value]) ?? []);
  expect(tags).toMatchObject({ 'service.version': '1.2.3', 'deployment.environment.name': 'test' });
  expect(Object.keys(tags)).not.toContain('process.command_args');
  expect(await jaeger.findTraces({ service: 'collector', tags: { 'error.type': 'other' } })).toEqual([]);
});

test('a burst of 20,001 spans arrives whole', async () => {
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', jaeger.otlpHttp);
  const telemetry = await startTelemetry();
  const root = trace.getTracer('test').startActiveSpan('run', (run) => {
    for (let count = 0; count < 20_000; count++) trace.getTracer('test').startSpan('file').end();
    run.end();
    return run.spanContext();
  });
  await telemetry.shutdown(60_000);
  expect(telemetry.figures()).toMatchObject({ made: 20_001, sent: 20_001, dropped: 0, queued: 0, held: 0 });
  await vi.waitUntil(async () => (await jaeger.getTrace(root.traceId))?.spans.length === 20_001, {
    timeout: 60_000,
    interval: 500,
  });
});

test('a Jaeger that dies in the middle costs counted spans and nothing else', async () => {
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', jaeger.otlpHttp);
  vi.stubEnv('OTEL_EXPORTER_OTLP_TIMEOUT', '500');
  const telemetry = await startTelemetry();
  const tracer = trace.getTracer('test');
  for (let count = 0; count < 5_000; count++) tracer.startSpan('before').end();
  await telemetry.flush(20_000);
  expect(telemetry.figures()).toMatchObject({ made: 5_000, sent: 5_000 });
  await jaeger.kill();
  for (let count = 0; count < 5_000; count++) tracer.startSpan('after').end();
  await telemetry.shutdown(1_000);
  const { made, sent, dropped, dropped_by, sampled_out } = telemetry.figures();
  expect({ made, sent, dropped, sampled_out }).toEqual({
    made: 10_000,
    sent: 5_000,
    dropped: 5_000,
    sampled_out: 0,
  });
  expect(dropped_by.queue_full).toBe(0);
});
