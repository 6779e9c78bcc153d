import { glob, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Simulator, startSimulator, syntheticSource } from '@tapehaul/archive-simulator';
import { type CollectionConfig, parseConfig } from '@tapehaul/config';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { ArchiveCollectionWorkflow, type CollectionResult, type WorkflowEvent } from '../src/index.ts';

/** A folder for one test, the output directory in it, and the archive of the test file, which begins each test without faults. */
export let directory = '';
export let output = '';
export let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator({ source: syntheticSource({ maxRows: 10 }) });
});
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tapehaul-workflow-'));
  output = join(directory, 'out');
});
afterEach(async () => {
  simulator.faults.clear();
  simulator.requests.clear();
  await rm(directory, { recursive: true, force: true });
});
afterAll(() => simulator.close());

/** A collection of three files, unless a test says otherwise. */
export function config(more: object = {}): CollectionConfig {
  return parseConfig({
    markets: ['spot'],
    symbols: ['BTCUSDT'],
    data_types: ['klines'],
    intervals: ['1h'],
    date_range: { start: '2025-07-01', end: '2025-07-03' },
    output_directory: output,
    engine: 's3',
    task_retry_delay_seconds: 0,
    retry_attempts: 0,
    source: { endpoint: simulator.url },
    ...more,
  });
}

/** Runs it to its end. */
export function collect(more: object = {}): Promise<CollectionResult> {
  return new ArchiveCollectionWorkflow(config(more)).execute();
}

/** Runs it until it says something that a test waits for, and gives what that was and how it ended. */
export async function collectUntil<Kind extends WorkflowEvent['kind']>(kind: Kind, more: object = {}) {
  const stop = new AbortController();
  let event: Extract<WorkflowEvent, { kind: Kind }> | undefined;
  const onEvent = (events: WorkflowEvent): void => {
    if (!isOf(events, kind)) return;
    event ??= events;
    stop.abort();
  };
  const { signal } = stop;
  const result = await new ArchiveCollectionWorkflow(config(more), { onEvent }).execute({ signal });
  return { event, result };
}

function isOf<Kind extends WorkflowEvent['kind']>(
  event: WorkflowEvent,
  kind: Kind,
): event is Extract<WorkflowEvent, { kind: Kind }> {
  return event.kind === kind;
}

/** Key of the hourly candles of a day of July 2025. */
export const key = (day: string): string => `data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2025-07-${day}.zip`;

/** Zips below a folder. */
export const zipsBelow = async (folder: string): Promise<string[]> =>
  (await Array.fromAsync(glob('**/*.zip', { cwd: folder }))).sort();
