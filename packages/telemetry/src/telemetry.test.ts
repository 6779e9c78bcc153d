import { once } from 'node:events';
import { createServer } from 'node:http';
import { trace } from '@opentelemetry/api';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startTelemetry } from './index.ts';

beforeEach(() => {
  for (const name of Object.keys(process.env)) if (name.startsWith('OTEL_')) vi.stubEnv(name, undefined);
});
afterEach(() => {
  vi.unstubAllEnvs();
});

test.each([
  [{}, {}],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: '' }, {}],
  [{ OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: 'http://127.0.0.1:9' }, {}],
  [{ OTEL_SDK_DISABLED: 'true', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' }, { trace: true }],
  [{ OTEL_TRACES_EXPORTER: 'none' }, { trace: true }],
  [{ OTEL_TRACES_SAMPLER: 'always_off' }, { trace: true }],
])('nothing is traced with %o and %o', async (env, options) => {
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  const telemetry = await startTelemetry(options);
  expect(telemetry.tracing).toBe(false);
  const span = trace.getTracer('test').startSpan('nothing');
  expect(span.isRecording()).toBe(false);
  await telemetry.flush();
  await telemetry.shutdown();
  expect(telemetry.figures()).toMatchObject({ made: 0, sent: 0, dropped: 0 });
});

test.each([
  [{}, { trace: true }],
  [{ OTEL_EXPORTER_OTLP_HEADERS: 'x=y' }, {}],
  [{ OTEL_TRACES_EXPORTER: 'otlp' }, {}],
])('spans are made with %o and %o', async (env, options) => {
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  const telemetry = await startTelemetry(options);
  expect(telemetry.tracing).toBe(true);
  await telemetry.shutdown();
});

test.each([
  ['OTEL_TRACES_EXPORTER', 'zipkin'],
  ['OTEL_EXPORTER_OTLP_PROTOCOL', 'http'],
  ['OTEL_TRACES_SAMPLER', 'jaeger_remote'],
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'localhost:4318'],
  ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'http://'],
])('%s=%s is refused with its name', async (name, value) => {
  vi.stubEnv(name, value);
  await expect(startTelemetry({ trace: true })).rejects.toMatchObject({
    code: 'config_invalid',
    message: expect.stringContaining(`${name} is "${value}"`),
  });
});

test.each(['http/json', 'http/protobuf'])(
  'spans that a receiver refuses of what it takes over %s are dropped',
  async (protocol) => {
    // OTLP's partial success, in which 2 spans are refused: field 1 is a message whose field 1 is 2.
    const partial =
      protocol === 'http/json' ? '{"partialSuccess":{"rejectedSpans":"2"}}' : Buffer.from([10, 2, 8, 2]);
    const receiver = createServer(
      (request, response) => void request.resume().on('end', () => response.end(partial)),
    );
    await once(receiver.listen(0, '127.0.0.1'), 'listening');
    const address = receiver.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', `http://127.0.0.1:${port}`);
    vi.stubEnv('OTEL_EXPORTER_OTLP_PROTOCOL', protocol);
    const telemetry = await startTelemetry();
    for (let count = 0; count < 5; count++) trace.getTracer('test').startSpan('one').end();
    await telemetry.shutdown();
    receiver.closeAllConnections();
    receiver.close();
    expect(telemetry.figures()).toMatchObject({
      made: 5,
      sent: 3,
      dropped: 2,
      dropped_by: { refused: 2 },
      last_export_error: 'the receiver refused 2 of 5 spans',
    });
  },
);
