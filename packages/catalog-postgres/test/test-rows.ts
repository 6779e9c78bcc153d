import { seriesParts } from '@tapehaul/archive';
import type { Catalog, ObjectRecord, PlannedTask, TaskChange } from '@tapehaul/catalog';

/** Name of the tasks of these tests. */
export const NAME = 'fetch';
export const run = (runId: string) => ({ runId, flow: 'collect', parameters: { a: 1 } });

export const tasks = (...ids: string[]): PlannedTask[] =>
  ids.map((taskId) => ({ taskId, name: NAME, input: null }));

export const object = (runId: string, key: string, more: Partial<ObjectRecord> = {}): ObjectRecord => ({
  key,
  path: `bronze/${key}`,
  bytes: 10,
  mtimeMs: 1_720_000_000_000.25,
  sha256: 'ab'.repeat(32),
  proof: 'sidecar',
  depth: 'deep',
  etag: null,
  lastModified: null,
  series: seriesParts('spot/trades/BTCUSDT'),
  partition: 'daily',
  period: '2025-07-01',
  runId,
  recordedAt: 1,
  ...more,
});

const PHASES: Readonly<Record<string, TaskChange['phase']>> = {
  Running: 'running',
  Retrying: 'running',
  AwaitingRetry: 'waiting',
};

/** Takes a task through states, each a second after the one before; attempts are counted as they begin. */
export function walk(
  catalog: Catalog,
  runId: string,
  taskId: string,
  states: readonly string[],
  more: Partial<TaskChange> = {},
): void {
  let attempt = 0;
  for (const [place, state] of states.entries()) {
    const phase = PHASES[state] ?? 'final';
    if (phase === 'running') attempt += 1;
    catalog.recordTask({
      runId,
      taskId,
      name: NAME,
      state,
      phase,
      attempt,
      at: 1_000 * (place + 1),
      ...more,
    });
  }
}
