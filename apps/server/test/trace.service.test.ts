import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { startTelemetry } from '@tapehaul/telemetry';
import { type Jaeger, startJaeger } from '@tapehaul/testkit/services';
import { execa } from 'execa';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { call, config, data, ended, serve, serveArchive, startRun, stop, url } from './service.ts';

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

const CALLER = { trace: '4bf92f3577b34da6a3ce929d0e0e4736', span: '00f067aa0ba902b7' };

test('a run that waits in the queue keeps the caller of its request as parent, and probes make no spans', async () => {
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', jaeger.otlpHttp);
  const telemetry = await startTelemetry({ serviceName: 'tapehaul-server' });
  await serveArchive({ latencyMs: 20 });
  await serve();
  for (const path of ['/livez', '/readyz', '/metrics', '/version']) await call('GET', path);
  const first = await startRun();
  const headers = { traceparent: `00-${CALLER.trace}-${CALLER.span}-01`, tracestate: 'vendor=1' };
  const { status, body } = await call(
    'POST',
    '/v1/runs',
    { config: config({ output_directory: 'eth' }) },
    headers,
  );
  expect(status).toBe(202);
  // It waits: one run at once is the limit.
  expect((await call('GET', `/v1/runs/${body.run_id}`)).body.state).toBe('Scheduled');
  await ended(first);
  await ended(body.run_id);
  const unsampled = { traceparent: `00-${'5'.repeat(32)}-${CALLER.span}-00` };
  const quiet = await call('POST', '/v1/runs', { config: config({ output_directory: 'ada' }) }, unsampled);
  await ended(quiet.body.run_id);
  await stop();
  await telemetry.shutdown();
  const search = { service: 'tapehaul-server', tags: { 'tapehaul.run.id': body.run_id } };
  const [found] = await jaeger.waitForTraces(search, AbortSignal.timeout(20_000));
  expect(found?.traceID).toBe(CALLER.trace);
  const named = (name: string) => found?.spans.find(({ operationName }) => operationName === name);
  const request = named('POST /v1/runs');
  expect(request?.references).toMatchObject([{ refType: 'CHILD_OF', spanID: CALLER.span }]);
  expect(named('archive-collection-flow')?.references).toMatchObject([
    { refType: 'CHILD_OF', spanID: request?.spanID },
  ]);
  expect(JSON.stringify(named('archive-collection-flow')?.tags)).toContain('vendor=1');
  const all = await jaeger.findTraces({ service: 'tapehaul-server', limit: 1_000 });
  const names = new Set(all.flatMap(({ spans }) => spans.map(({ operationName }) => operationName)));
  expect([...names].filter((name) => /livez|readyz|metrics|version/.test(name))).toEqual([]);
  expect(all.map(({ traceID }) => traceID)).not.toContain('5'.repeat(32));
  const quietly = { ...search, tags: { 'tapehaul.run.id': quiet.body.run_id } };
  expect(await jaeger.findTraces(quietly)).toEqual([]);
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
  expect(stderr).toBe('spans    1 made, 1 sent, 0 left out by sampling, 0 dropped');
  const search = { service: 'tapehaul-server', operation: 'GET /v1/runs' };
  expect(await jaeger.waitForTraces(search, AbortSignal.timeout(20_000))).toHaveLength(1);
});
