import { once } from 'node:events';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { someOf } from '@tapehaul/testkit';
import { expect, test } from 'vitest';
import { directory, ran, serve, start, startCommand } from './collection.ts';

/** A variable, a value that tapehaul cannot follow, and what the warning says is done instead. */
const TABLE: readonly (readonly [string, string, string])[] = [
  ['OTEL_SDK_DISABLED', 'yes', 'it counts as false'],
  ['OTEL_CONFIG_FILE', '/etc/otel.yaml', 'does not read it'],
  ['OTEL_EXPERIMENTAL_CONFIG_FILE', '/etc/otel.yaml', 'does not read it'],
  ['OTEL_LOG_LEVEL', 'loud', 'ignores it'],
  ['OTEL_RESOURCE_ATTRIBUTES', 'team', 'ignores it'],
  ['OTEL_PROPAGATORS', 'b3,tracecontext', 'uses tracecontext alone'],
  ['OTEL_TRACES_SAMPLER', 'parentbased_jaeger_remote', 'ignores it'],
  ['OTEL_TRACES_EXPORTER', 'zipkin,otlp,console', 'uses otlp alone'],
  ['OTEL_METRICS_EXPORTER', 'statsd', 'ignores it'],
  ['OTEL_LOGS_EXPORTER', 'otlp', 'sends no logs'],
  ['OTEL_BSP_MAX_QUEUE_SIZE', '-1', 'ignores it'],
  ['OTEL_BSP_MAX_EXPORT_BATCH_SIZE', '1.5', 'ignores it'],
  ['OTEL_BSP_SCHEDULE_DELAY', '5s', 'ignores it'],
  ['OTEL_BSP_EXPORT_TIMEOUT', '99999999999', 'ignores it'],
  ['OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT', 'long', 'ignores it'],
  ['OTEL_ATTRIBUTE_COUNT_LIMIT', 'many', 'ignores it'],
  ['OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT', '-5', 'ignores it'],
  ['OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT', 'many', 'ignores it'],
  ['OTEL_SPAN_EVENT_COUNT_LIMIT', 'NaN', 'ignores it'],
  ['OTEL_SPAN_LINK_COUNT_LIMIT', '1e', 'ignores it'],
  ['OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT', 'many', 'ignores it'],
  ['OTEL_LINK_ATTRIBUTE_COUNT_LIMIT', 'many', 'ignores it'],
  ['OTEL_METRIC_EXPORT_INTERVAL', 'often', 'ignores it'],
  ['OTEL_METRIC_EXPORT_TIMEOUT', '-1', 'ignores it'],
  ['OTEL_METRICS_EXEMPLAR_FILTER', 'some', 'ignores it'],
  ['OTEL_EXPORTER_PROMETHEUS_PORT', '99999', 'ignores it'],
  ['OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE', 'both', 'ignores it'],
  [
    'OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION',
    'base2_exponential_bucket_histogram',
    'fixed buckets',
  ],
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'not an address', 'ignores it'],
  ['OTEL_EXPORTER_OTLP_PROTOCOL', 'http', 'ignores it'],
  ['OTEL_EXPORTER_OTLP_HEADERS', 'x-team', 'ignores it'],
  ['OTEL_EXPORTER_OTLP_TIMEOUT', '10s', 'ignores it'],
  ['OTEL_EXPORTER_OTLP_COMPRESSION', 'zstd', 'ignores it'],
  ['OTEL_EXPORTER_OTLP_INSECURE', '1', 'it counts as false'],
  ['OTEL_EXPORTER_OTLP_CERTIFICATE', '/none/ca.pem', 'ignores it'],
  ['OTEL_EXPORTER_OTLP_CLIENT_KEY', '/none/key.pem', 'ignores it'],
  ['OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE', '/none/cert.pem', 'ignores it'],
  ['OTEL_EXPORTER_OTLP_TRACES_HEADERS', 'a=b,x-team', 'uses the 1 of 2 entries'],
  ['OTEL_EXPORTER_OTLP_METRICS_ENDPOINT', 'http://', 'ignores it'],
  ['OTEL_EXPORTER_OTLP_METRICS_PROTOCOL', 'thrift', 'ignores it'],
];
/** Those that fleets are known to set, and what once stopped a command. */
const COMMON = /_(DISABLED|PROPAGATORS|SAMPLER|EXPORTER|OTLP_ENDPOINT|OTLP_PROTOCOL|OTLP_TIMEOUT)$/;
const isFull = process.env.TAPEHAUL_TRIALS === 'full';

test('a collection with every variable wrong completes, with one warning for each', async () => {
  await serve();
  let received = 0;
  const receiver = createServer((request, response) => {
    received += 1;
    request.resume().on('end', () => response.end());
  });
  await once(receiver.listen(0, '127.0.0.1'), 'listening');
  const address = receiver.address();
  const host = `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  const table = [...TABLE, ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', host, `uses http://${host}`] as const];
  const { exitCode, events, result } = await ran(start({}, Object.fromEntries(table)));
  receiver.closeAllConnections();
  receiver.close();
  expect(exitCode).toBe(0);
  // What can be followed is: the spans came.
  expect(received).toBeGreaterThan(0);
  expect(result.status).toBe('completed');
  const warnings = events.flatMap((event) =>
    (event.kind as string) === 'warning' ? [(event as unknown as { message: string }).message] : [],
  );
  expect(warnings.map((text) => text.split(' ')[0]).sort()).toEqual(table.map(([name]) => name).sort());
  for (const [name, value, instead] of table) {
    const warning = warnings.find((text) => text.startsWith(`${name} `)) ?? '';
    expect(warning).toContain(instead);
    if (name.endsWith('_HEADERS')) expect(warning).not.toContain(value);
    else expect(warning).toContain(` is "${value}", expected `);
  }
});

test.each(
  isFull
    ? TABLE
    : someOf(
        TABLE.filter(([name]) => COMMON.test(name)),
        4,
      ),
)('%s=%s alone is one line of warning, and the collection completes', async (name, value, instead) => {
  await serve();
  const args = ['collect', '--market', 'spot', '--symbol', 'BTCUSDT', '--type', 'klines', '--interval', '1h'];
  const days = ['--from', '2025-07-01', '--to', '2025-07-02', '--dir', join(directory, 'out')];
  const { exitCode, stderr } = await startCommand([...args, ...days], {
    OTEL_EXPORTER_OTLP_TIMEOUT: '100',
    [name]: value,
  });
  expect(exitCode).toBe(0);
  const lines = String(stderr)
    .split('\n')
    .filter((line) => line.includes('OTEL_'));
  // Headers hold credentials, so their value is not shown.
  const shown = name.endsWith('_HEADERS') ? 'malformed, (?!.*x-team)' : `"${value}"`;
  expect(lines).toEqual([expect.stringMatching(`^warning  ${name} is ${shown}.*${instead}`)]);
});

test('a command beside collections warns on stderr and leaves stdout to its data', async () => {
  const env = { OTEL_TRACES_SAMPLER: 'xray', OTEL_LOG_LEVEL: 'debug', OTEL_SDK_DISABLED: 'false' };
  const { exitCode, stdout, stderr } = await startCommand(['matrix', '--json'], env);
  expect(exitCode).toBe(0);
  expect(stderr).toMatch(
    /^warning {2}OTEL_TRACES_SAMPLER is "xray", expected one of always_on, .*ignores it$/,
  );
  for (const line of stdout.split('\n')) expect(() => JSON.parse(line)).not.toThrow();
});

test('with OTEL_SDK_DISABLED nothing is warned of', async () => {
  const env = { ...Object.fromEntries(TABLE), OTEL_SDK_DISABLED: ' TRUE' };
  expect(await startCommand(['matrix', '--json'], env)).toMatchObject({ exitCode: 0, stderr: '' });
});
