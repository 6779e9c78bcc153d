import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { startTelemetry } from '@tapehaul/telemetry';
import { execa } from 'execa';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Jaeger, startJaeger } from '../../../tools/services/jaeger.ts';
import { data, ended, serve, serveArchive, startRun, stop, url } from './service.ts';

let jaeger: Jaeger;
beforeEach(async () => {
  jaeger = await startJaeger();
}, 600_000);
afterEach(async () => {
  vi.unstubAllEnvs();
  await jaeger.close();
});

test('the trace of a run hangs under the request that started it', async () => {
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', jaeger.otlpHttp);
  const telemetry = await startTelemetry({ serviceName: 'tapehaul-server' });
  await serveArchive();
  await serve();
  const run = await startRun();
  await ended(run);
  const logs = (await (await fetch(`${url}/v1/runs/${run}/logs`)).json()) as { rows: { trace_id: string }[] };
  await stop();
  await telemetry.shutdown();
  const search = { service: 'tapehaul-server', operation: 'archive-collection-flow' };
  const [trace] = await jaeger.waitForTraces(search, AbortSignal.timeout(20_000));
  const span = (name: string) => trace?.spans.find(({ operationName }) => operationName === name);
  const request = span('POST /v1/runs');
  expect(Object.fromEntries(request?.tags.map(({ key, value }) => [key, value]) ?? [])).toMatchObject({
    'http.request.method': 'POST',
    'http.response.status_code': 202,
    'http.route': '/v1/runs',
    'url.path': '/v1/runs',
    'url.scheme': 'http',
  });
  expect(span('archive-collection-flow')?.references).toMatchObject([
    { refType: 'CHILD_OF', spanID: request?.spanID },
  ]);
  expect([...new Set(logs.rows.map(({ trace_id }) => trace_id))]).toEqual([trace?.traceID]);
});

test('the command of the service sends its spans over gRPC', async () => {
  const command = join(import.meta.dirname, '../bin/tapehaul-server.js');
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: jaeger.otlpGrpc, OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' };
  const child = execa(process.execPath, [command, '--port', '0', '--data', data, '--trace'], { env });
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  const [url] = /http:\S+/.exec(line) ?? [];
  await fetch(`${url}/v1/runs`);
  expect(await (await fetch(`${url}/metrics`)).text()).toMatch(/^tapehaul_spans_total\{fate="dropped"\} 0$/m);
  child.kill('SIGTERM');
  const { exitCode, stderr } = await child;
  expect(exitCode).toBe(0);
  expect(stderr).toBe('spans    2 made, 2 sent, 0 left out by sampling, 0 dropped');
  const search = { service: 'tapehaul-server', operation: 'GET /v1/runs' };
  expect(await jaeger.waitForTraces(search, AbortSignal.timeout(20_000))).toHaveLength(1);
});
