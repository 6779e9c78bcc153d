import { once } from 'node:events';
import { createServer } from 'node:http';
import { trace } from '@opentelemetry/api';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { VARIABLES } from './environment/variables.ts';
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
  ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'http://'],
])('%s=%s is warned of and not followed', async (name, value) => {
  vi.stubEnv(name, value);
  const telemetry = await startTelemetry({ trace: true });
  await telemetry.shutdown();
  expect(telemetry).toMatchObject({
    tracing: true,
    warnings: [expect.stringContaining(`${name} is "${value}"`)],
  });
});

test.each(['grpc', 'http/protobuf', 'http/json'])(
  'over %s no pile of values makes the start reject',
  async (protocol) => {
    const strange = fc.constantFrom(
      '',
      ' ',
      ',',
      '=',
      '%',
      'é=1',
      'a=%zz',
      '-1',
      '0',
      '1e999',
      'http://[',
      'x:y',
      ':',
    );
    const names = VARIABLES.map(([name]) => name).filter(
      (name) => !/METRICS_EXPORTER|DISABLED|_PROTOCOL$/.test(name),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.record(Object.fromEntries(names.map((name) => [name, strange]))),
        async (values) => {
          for (const [name, value] of Object.entries(values)) vi.stubEnv(name, value);
          vi.stubEnv('OTEL_EXPORTER_OTLP_PROTOCOL', protocol);
          const telemetry = await startTelemetry({ trace: true });
          await telemetry.shutdown(0);
          const known = telemetry.warnings.map((text) => text.split(' ')[0]);
          expect(new Set(known).size).toBe(known.length);
          expect(telemetry.warnings.filter((text) => !text.startsWith('OTEL_'))).toEqual([]);
        },
      ),
      { numRuns: process.env.TAPEHAUL_TRIALS === 'full' ? 300 : 30 },
    );
  },
);

test('a port for Prometheus that is taken costs those metrics, and nothing else', async () => {
  const taken = createServer();
  await once(taken.listen(0), 'listening');
  const address = taken.address();
  vi.stubEnv('OTEL_METRICS_EXPORTER', 'prometheus');
  vi.stubEnv('OTEL_EXPORTER_PROMETHEUS_PORT', String(typeof address === 'object' ? address?.port : ''));
  const { warnings, shutdown } = await startTelemetry();
  await shutdown();
  taken.close();
  expect(warnings).toEqual([
    expect.stringMatching(/port cannot be opened \(listen EADDRINUSE.*offers no metrics/),
  ]);
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
