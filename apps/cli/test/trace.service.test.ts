import { type Jaeger, type JaegerSpan, type JaegerTrace, startJaeger } from '@tapehaul/testkit/services';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { output, type Ran, ran, serve, simulator, start, startCommand } from './collection.ts';

let jaeger: Jaeger;
beforeEach(async () => {
  jaeger = await startJaeger();
}, 600_000);
afterEach(() => jaeger.close());

const SERVICE = 'tapehaul';
const env = () => ({ OTEL_EXPORTER_OTLP_ENDPOINT: jaeger.otlpHttp });
const collect = (config: object = {}) => ran(start(config, env(), ['--trace']));
const tag = ({ tags }: JaegerSpan, key: string) => tags.find((it) => it.key === key)?.value;
const find = (tags: Record<string, string>) =>
  jaeger.waitForTraces({ service: SERVICE, tags, limit: 100 }, AbortSignal.timeout(20_000));

/** All spans of a run, wherever they are. */
async function spansOf({ result }: Ran): Promise<JaegerSpan[]> {
  return (await find({ 'tapehaul.run.id': result.run_id })).flatMap(({ spans }) => spans);
}

const named = (spans: readonly JaegerSpan[], name: string) => spans.filter((it) => it.operationName === name);

/** Names of a span and those above it, from the outside to the inside. */
function pathOf(span: JaegerSpan, spans: readonly JaegerSpan[]): string[] {
  const parentId = span.references.find(({ refType }) => refType === 'CHILD_OF')?.spanID;
  const parent = spans.find(({ spanID }) => spanID === parentId);
  return [...(parent === undefined ? [] : pathOf(parent, spans)), span.operationName];
}

describe('a run that is traced', () => {
  test('shows every task with its attempts under the right parents', async () => {
    await serve();
    const run = await collect();
    expect(run.exitCode).toBe(0);
    const figures = run.events.find((event) => 'kind' in event && (event.kind as string) === 'spans');
    expect(figures).toMatchObject({ dropped: 0, sampled_out: 0, unfinished: 0 });
    const spans = await spansOf(run);
    expect(figures).toMatchObject({ made: spans.length, sent: spans.length });

    const files = named(spans, 'download-archive-file');
    expect(files).toHaveLength(15);
    expect(new Set(files.map((span) => tag(span, 'aws.s3.key'))).size).toBe(15);
    const flow = [
      'archive-collection-flow',
      'execute-batch-downloads',
      'attempt',
      'batch',
      'download-archive-file',
    ];
    for (const span of named(spans, 'verify'))
      expect(pathOf(span, spans)).toEqual([...flow, 'attempt', 'verify']);
    expect(named(spans, 'verify')).toHaveLength(15);
    // Of transfers over S3 only slow ones and failed ones have spans.
    for (const span of named(spans, 'transfer')) expect(span.duration).toBeGreaterThanOrEqual(1_000_000);
    expect(named(spans, 'plan').map((span) => pathOf(span, spans))).toEqual([
      ['archive-collection-flow', 'generate-ingestion-tasks', 'attempt', 'plan'],
    ]);
    const [file] = files;
    expect(Object.fromEntries(file?.tags.map(({ key, value }) => [key, value]) ?? [])).toMatchObject({
      'tapehaul.market': 'spot',
      'tapehaul.data_type': 'klines',
      'tapehaul.symbol': 'BTCUSDT',
      'tapehaul.interval': '1h',
      'tapehaul.state': 'Completed',
      'tapehaul.attempts': 1,
    });
    const below = spans.filter((span) => tag(span, 'server.address') === '127.0.0.1');
    expect(below.map((span) => pathOf(span, spans))).toEqual([
      ['archive-collection-flow', 'execute-batch-downloads', 'attempt'],
    ]);
  });

  test.each([
    ['grpc', () => jaeger.otlpGrpc],
    ['http/json', () => jaeger.otlpHttp],
  ])('reaches the receiver whole over %s', async (protocol, endpoint) => {
    await serve();
    const variables = { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint(), OTEL_EXPORTER_OTLP_PROTOCOL: protocol };
    const run = await ran(start({}, variables));
    const figures = run.events.find((event) => event.kind === 'spans');
    expect(figures).toMatchObject({ sent: figures?.made, dropped: 0 });
    expect(await spansOf(run)).toHaveLength(figures?.made ?? 0);
  });

  test('leads from an error to its file with one search', async () => {
    await serve();
    simulator.faults.add({
      key: /2025-07-03\.zip$/,
      method: 'GET',
      times: 2,
      fault: { kind: 'status', status: 503 },
    });
    simulator.faults.add({ key: /2025-07-04\.zip$/, method: 'GET', fault: { kind: 'alter' } });
    const run = await collect({ task_retry_attempts: 1 });
    expect(run.exitCode).toBe(6);
    const files = async (tags: Record<string, string>, name: string) =>
      (await find(tags)).flatMap(({ spans }: JaegerTrace) =>
        named(spans, name)
          .filter((span) => tag(span, 'error.type') === tags['error.type'])
          .map((span) => pathOf(span, spans).at(-2)),
      );
    expect(await files({ 'error.type': 'throttled' }, 'attempt')).toEqual(['download-archive-file']);
    expect(await files({ 'error.type': 'checksum_disputed' }, 'download-archive-file')).toEqual(['batch']);
    const spans = await spansOf(run);
    const retried = named(spans, 'download-archive-file').find(
      (span) => tag(span, 'tapehaul.attempts') === 2,
    );
    expect(tag(retried as JaegerSpan, 'aws.s3.key')).toContain('2025-07-03');
    expect(tag(retried as JaegerSpan, 'error')).toBeUndefined();
    // Failed transfers have spans of their own.
    expect(named(spans, 'transfer').map((span) => tag(span, 'error.type'))).toContain('throttled');
    const [root] = named(spans, 'archive-collection-flow');
    expect(root?.tags).toContainEqual(expect.objectContaining({ key: 'error', value: true }));
    expect(tag(root as JaegerSpan, 'tapehaul.tasks.corrupt')).toBe(1);

    simulator.faults.clear();
    const again = await ran(startCommand(['retry', '--failed', '--dir', output, '--json', '--trace'], env()));
    expect(again.result).toMatchObject({ run_id: run.result.run_id, status: 'completed' });
    const roots = named(await spansOf(again), 'archive-collection-flow').sort(
      (a, b) => a.startTime - b.startTime,
    );
    expect(roots).toHaveLength(2);
    expect(roots[1]?.references).toContainEqual(
      expect.objectContaining({ refType: 'FOLLOWS_FROM', spanID: root?.spanID }),
    );
  });

  test('hangs under the span that TRACEPARENT names', async () => {
    await serve();
    const [trace, parent] = ['4bf92f3577b34da6a3ce929d0e0e4736', '00f067aa0ba902b7'];
    const run = await ran(start({}, { ...env(), TRACEPARENT: `00-${trace}-${parent}-01` }));
    const [flow] = named(await spansOf(run), 'archive-collection-flow');
    expect(flow).toMatchObject({
      traceID: trace,
      references: [{ refType: 'CHILD_OF', traceID: trace, spanID: parent }],
    });
  });

  test('gives files of s5cmd the time that s5cmd took for each', async () => {
    await serve({ latencyMs: 100 });
    const run = await collect({ engine: 's5cmd', max_parallel_downloads: 2, batch_size: 15 });
    expect(run.exitCode).toBe(0);
    const spans = await spansOf(run);
    const transfers = named(spans, 'transfer')
      .filter((span) => tag(span, 'tapehaul.engine') === 's5cmd')
      .sort((a, b) => a.startTime - b.startTime);
    expect(transfers).toHaveLength(15);
    // Two at once: the third begins when the first or the second has ended, as far as a busy machine shows.
    const [first, second, third] = transfers;
    const end = (span?: JaegerSpan) => (span === undefined ? 0 : span.startTime + span.duration);
    expect(third?.startTime).toBeGreaterThanOrEqual(Math.min(end(first), end(second)) - 50_000);
    const whole = Math.max(...transfers.map(end)) - (first?.startTime ?? 0);
    const longest = Math.max(...transfers.map(({ duration }) => duration));
    expect(longest).toBeLessThan(whole / 2);
  });

  test('is not harmed by a receiver that is down, and reports what was lost', async () => {
    await serve();
    await jaeger.kill();
    const run = await collect();
    expect(run.exitCode).toBe(0);
    const figures = run.events.find((event) => event.kind === 'spans');
    expect(figures).toMatchObject({
      sent: 0,
      queued: 0,
      dropped: figures?.made,
      // The second one where the run took longer than an export is tried again.
      last_export_error: expect.stringMatching(/^not sent within 5 s$|^connect ECONNREFUSED /),
    });
    expect(figures?.made).toBeGreaterThanOrEqual(60);
  });
});
