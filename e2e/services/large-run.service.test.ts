import { flow, task } from '@tapehaul/orchestrator';
import { startTelemetry } from '@tapehaul/telemetry';
import { type Jaeger, startJaeger } from '@tapehaul/testkit/services';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

const TASKS = 20_000;
let jaeger: Jaeger;
beforeEach(async () => {
  jaeger = await startJaeger();
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', jaeger.otlpHttp);
  vi.stubEnv('OTEL_EXPORTER_OTLP_TIMEOUT', '500');
  vi.stubEnv('OTEL_TRACES_SAMPLER', 'always_on');
}, 600_000);
afterEach(async () => {
  vi.unstubAllEnvs();
  await jaeger.close();
});

/** Runs that many tasks, and calls `halfway` before the one in the middle. */
async function run(halfway: () => Promise<void>) {
  const work = task('work', {}, async (n: number) => {
    if (n === TASKS / 2) await halfway();
    return n;
  });
  const numbers = Array.from({ length: TASKS }, (_, n) => n);
  return flow('large', {}, (_: undefined, { each }) => each(work, numbers, { concurrency: 50 }, () => {}))(
    undefined,
  );
}

test('of 20,000 tasks no span is lost, and their traces stay small', async () => {
  const telemetry = await startTelemetry({ serviceName: 'large' });
  const { counts } = await run(async () => {});
  await telemetry.shutdown(60_000);
  expect(counts).toEqual({ Completed: TASKS });
  const { made, sent, dropped, sampled_out } = telemetry.figures();
  // The run, its 40 batches, and each task with its one attempt.
  expect({ made, sent, dropped, sampled_out }).toEqual({
    made: 1 + 40 + 2 * TASKS,
    sent: made,
    dropped: 0,
    sampled_out: 0,
  });
  const search = { service: 'large', operation: 'batch', limit: 100 };
  const traces = await vi.waitUntil(
    async () => {
      const found = await jaeger.findTraces(search);
      return found.reduce((sum, { spans }) => sum + spans.length, 0) === made ? found : undefined;
    },
    { timeout: 60_000, interval: 500 },
  );
  expect(traces).toHaveLength(37);
  expect(Math.max(...traces.map(({ spans }) => spans.length))).toBe(1 + 4 + 4 * 2 * 500);
});

test('with a Jaeger that dies in the middle nothing is lost without a word, and no task is harmed', async () => {
  const telemetry = await startTelemetry({ serviceName: 'large' });
  const { state, counts } = await run(() => jaeger.kill());
  await telemetry.shutdown(2_000);
  expect({ state, counts }).toEqual({ state: 'Completed', counts: { Completed: TASKS } });
  const { made, sent, dropped, sampled_out, unfinished } = telemetry.figures();
  expect(made).toBe(1 + 40 + 2 * TASKS);
  expect(dropped).toBeGreaterThan(0);
  expect(sent + dropped).toBe(made);
  expect({ sampled_out, unfinished }).toEqual({ sampled_out: 0, unfinished: 0 });
});
