import { seriesParts } from '@tapehaul/archive';
import type { ObjectRecord, PlannedTask } from '@tapehaul/catalog';

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
