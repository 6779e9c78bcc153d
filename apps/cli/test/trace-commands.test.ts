import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { mirror, output, ran, serve, start, startCommand } from './collection.ts';

/** Spans as the SDK prints them. */
function spansIn(text: unknown) {
  const found = String(text).matchAll(
    /traceId: '(\w+)',.*?parentSpanContext: (undefined|\{).*?name: '([\w -]+)',.*?status: \{\s*code: (\d)/gs,
  );
  return [...found].map(([, traceId, parent, name, code]) => {
    return { traceId, isRoot: parent === 'undefined', name, hasFailed: code === '2' };
  });
}

const CONSOLE = { OTEL_TRACES_EXPORTER: 'console' };

test('what adopt does is one trace, below the span of the command', async () => {
  await serve();
  const folder = await mirror(['2025-07-01', '2025-07-02']);
  await rm(join(folder, 'data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2025-07-02.zip.CHECKSUM'));
  const { stdout, stderr, exitCode } = await startCommand(['adopt', folder, '--dir', output], CONSOLE);
  expect(exitCode).toBe(0);
  const spans = spansIn(stdout);
  expect(spans.length).toBeGreaterThan(2);
  expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1);
  expect(spans.filter(({ isRoot }) => isRoot)).toMatchObject([{ name: 'tapehaul adopt', hasFailed: false }]);
  expect(stderr).toContain(`spans    ${spans.length} made, ${spans.length} sent`);
});

test.each([
  ['tapehaul matrix', ['matrix', '--market', 'spot'], 0],
  ['tapehaul config show', ['config', 'show', 'none.json'], 2],
  ['tapehaul verify', ['verify', 'out'], 6],
])('%s has a span that tells how it ended: %j, exit status %i', async (name, args, status) => {
  await serve();
  await ran(start({}));
  await rm(join(output, 'bronze'), { recursive: true });
  const { stdout, exitCode } = await startCommand(args, CONSOLE);
  expect(exitCode).toBe(status);
  expect(spansIn(stdout)).toMatchObject([{ name, isRoot: true, hasFailed: status !== 0 }]);
});

test('spans that nobody takes are told of, with the reason, on stderr alone', async () => {
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' };
  const { stdout, stderr, exitCode } = await startCommand(['matrix', '--json'], env);
  expect(exitCode).toBe(0);
  expect(stderr).toBe('spans    1 made, 0 sent, 0 left out by sampling, 1 dropped: not sent within 5 s');
  for (const line of stdout.split('\n')) expect(() => JSON.parse(line)).not.toThrow();
});
