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
])('%s=%s is refused with its name', async (name, value) => {
  vi.stubEnv(name, value);
  await expect(startTelemetry({ trace: true })).rejects.toMatchObject({
    code: 'config_invalid',
    message: expect.stringContaining(`${name} is "${value}"`),
  });
});
