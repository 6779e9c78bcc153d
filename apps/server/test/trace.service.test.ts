import { startTelemetry } from '@tapehaul/telemetry';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Jaeger, startJaeger } from '../../../tools/services/jaeger.ts';
import { ended, serve, serveArchive, startRun, stop } from './service.ts';

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
  await ended(await startRun());
  await stop();
  await telemetry.shutdown();
  const search = { service: 'tapehaul-server', operation: 'archive-collection-flow' };
  const [trace] = await jaeger.waitForTraces(search, AbortSignal.timeout(20_000));
  const span = (name: string) => trace?.spans.find(({ operationName }) => operationName === name);
  const request = span('POST /v1/runs');
  expect(request?.tags).toContainEqual(
    expect.objectContaining({ key: 'http.response.status_code', value: 202 }),
  );
  expect(span('archive-collection-flow')?.references).toMatchObject([
    { refType: 'CHILD_OF', spanID: request?.spanID },
  ]);
});
