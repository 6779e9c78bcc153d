import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import { someOf } from '@tapehaul/testkit';
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

test.each(
  someOf(
    [
      ['tapehaul matrix', ['matrix', '--market', 'spot'], 0],
      ['tapehaul config show', ['config', 'show', 'none.json'], 2],
      ['tapehaul verify', ['verify', 'out'], 6],
    ],
    3,
  ),
)('%s has a span with how it ended: %j, exit status %i', async (name, args, status) => {
  await serve();
  await ran(start({}));
  await rm(join(output, 'bronze'), { recursive: true });
  const { stdout, exitCode } = await startCommand(args, CONSOLE);
  expect(exitCode).toBe(status);
  expect(spansIn(stdout)).toMatchObject([{ name, isRoot: true, hasFailed: status !== 0 }]);
});

test('spans that are not accepted are reported, with the reason, on stderr alone', {
  tags: 'heavy',
}, async () => {
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' };
  const { stdout, stderr, exitCode } = await startCommand(['matrix', '--json'], env);
  expect(exitCode).toBe(0);
  expect(stderr).toBe('spans    1 made, 0 sent, 0 left out by sampling, 1 dropped: not sent within 5 s');
  for (const line of stdout.split('\n')) expect(() => JSON.parse(line)).not.toThrow();
});

const CALLER = { id: '4bf92f3577b34da6a3ce929d0e0e4736', span: '00f067aa0ba902b7' };
const traceparent = (flags: string) => `00-${CALLER.id}-${CALLER.span}-${flags}`;

/** Parents of spans as the SDK prints them: trace and span, and what the caller said of the trace. */
function parentsIn(text: unknown) {
  const found = String(text).matchAll(
    /traceId: '(\w+)',\s+parentSpanContext: (undefined|\{.*?spanId: '(\w+)'.*?\}),\s+traceState: (undefined|'.*?')/gs,
  );
  return [...found].map(([, trace, , span, state]) => ({ trace, span, state }));
}

test.each([['matrix', '--market', 'spot'], ['collect']])(
  'TRACEPARENT is the parent of the trace of %s',
  async (name, ...args) => {
    await serve();
    const env = { ...CONSOLE, TRACEPARENT: traceparent('01'), TRACESTATE: 'vendor=1' };
    const { stdout, stderr, exitCode } = await (name === 'collect'
      ? start({}, env, ['--log', 'json'])
      : startCommand([name, ...args], env));
    expect(exitCode).toBe(0);
    const parents = parentsIn(stdout);
    expect(new Set(parents.map(({ trace }) => trace))).toEqual(new Set([CALLER.id]));
    expect(parents.filter(({ span }) => span === CALLER.span)).toHaveLength(1);
    expect(stderr).not.toContain('warning');
    expect(String(stdout)).toContain('vendor=1');
  },
);

test.each(
  someOf(
    [
      ['zzz', {}],
      [`00-${'0'.repeat(32)}-${CALLER.span}-01`, {}],
      [traceparent('01'), { OTEL_PROPAGATORS: 'none' }],
    ],
    2,
  ),
)('TRACEPARENT=%s is no parent with %o', async (TRACEPARENT, more) => {
  const { stdout, stderr, exitCode } = await startCommand(['matrix', '--market', 'spot'], {
    ...CONSOLE,
    ...more,
    TRACEPARENT,
  });
  expect(exitCode).toBe(0);
  expect(spansIn(stdout)).toMatchObject([{ name: 'tapehaul matrix', isRoot: true }]);
  const warnings = String(stderr).match(/^warning .*TRACEPARENT.*the trace begins here$/gm) ?? [];
  expect(warnings).toHaveLength('OTEL_PROPAGATORS' in more ? 0 : 1);
});

test.each(
  someOf(
    [
      [[], {}, 0],
      [['--trace'], {}, 1],
      [[], { OTEL_TRACES_SAMPLER: 'always_on' }, 1],
      [[], { OTEL_TRACES_SAMPLER: 'parentbased_always_on' }, 0],
    ],
    2,
  ),
)('a caller that is not sampled: with %j and %o there are %i spans', async (args, more, spans) => {
  const env = { ...CONSOLE, ...more, TRACEPARENT: traceparent('00') };
  const { stdout, exitCode } = await startCommand(['matrix', '--market', 'spot', ...args], env);
  expect(exitCode).toBe(0);
  expect(spansIn(stdout)).toHaveLength(spans);
});

test('below parentbased_always_off only a sampled caller makes spans', async () => {
  const env = { ...CONSOLE, OTEL_TRACES_SAMPLER: 'parentbased_always_off' };
  const alone = await startCommand(['matrix', '--market', 'spot'], env);
  expect(spansIn(alone.stdout)).toHaveLength(0);
  const called = { ...env, TRACEPARENT: traceparent('01') };
  expect(spansIn((await startCommand(['matrix', '--market', 'spot'], called)).stdout)).toHaveLength(1);
});

test('a command names its span to the service that it talks to', async () => {
  const headers: IncomingHttpHeaders[] = [];
  const service = createServer((request, response) => {
    headers.push(request.headers);
    response.writeHead(503, { 'content-type': 'application/problem+json' }).end('{"detail":"not now"}');
  });
  await once(service.listen(0, '127.0.0.1'), 'listening');
  const address = service.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  const { stdout } = await startCommand(['runs', '--server', url], CONSOLE);
  service.closeAllConnections();
  service.close();
  const [{ traceId } = { traceId: '' }] = spansIn(stdout);
  expect(headers[0]?.traceparent).toMatch(new RegExp(`^00-${traceId}-[0-9a-f]{16}-01$`));
});
