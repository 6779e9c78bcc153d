import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addDays } from '@tapehaul/archive';
import { type Catalog, everyRow } from '@tapehaul/catalog';
import { openCatalog } from '@tapehaul/catalog-sqlite';
import { type CollectionConfig, parseConfig } from '@tapehaul/config';
import { diskBytes, type Listed, plannedBytes } from '@tapehaul/planner';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fileInput, plannedFile } from '../../file/file-request.ts';
import { FILE_TASK } from '../../flow-names.ts';
import { requireFreeSpace } from './free-space.ts';

const runId = 'r1';
const DAYS = 1_500;
/** Bytes that no disk has room for, whatever is free on this machine. */
const TOO_LARGE = 2 ** 42;
/** What the record takes of a file. */
const RECORD_BYTES = 1_024;

let root: string;
let config: CollectionConfig;
let catalog: Catalog;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'tapehaul-space-'));
  config = parseConfig({
    output_directory: root,
    markets: ['spot'],
    symbols: ['BTCUSDT'],
    data_types: ['klines'],
    date_range: { start: '2020-01-01', end: '2024-12-31' },
  });
  catalog = openCatalog(join(root, 'catalog.db'));
  await catalog.startRun({ runId, flow: 'archive-collection-flow', parameters: null });
});
afterEach(async () => {
  await catalog.close();
  await rm(root, { recursive: true });
});

/** Plans 1,500 daily files of candles of an interval, with sizes of a listing where there are any. */
async function plan(interval: string, size?: (day: number) => number): Promise<void> {
  const tasks = Array.from({ length: DAYS }, (_, day) => {
    const name = `BTCUSDT-${interval}-${addDays('2020-01-01', day)}.zip`;
    const times = { etag: 'e', lastModified: '2025-01-01T00:00:00.000Z', sidecarModified: null };
    const listed: Listed | undefined = size && { size: size(day), ...times };
    return {
      taskId: `data/spot/daily/klines/BTCUSDT/${interval}/${name}`,
      name: FILE_TASK,
      input: fileInput(listed, false),
      ...(listed === undefined ? {} : { bytes: listed.size }),
    };
  });
  await catalog.planTasks(runId, tasks);
}

/** Ends every tenth file. */
function endSome(interval: string): void {
  for (let day = 0; day < DAYS; day += 10) {
    const taskId = `data/spot/daily/klines/BTCUSDT/${interval}/BTCUSDT-${interval}-${addDays('2020-01-01', day)}.zip`;
    const change = { runId, taskId, name: FILE_TASK, attempt: 1, at: 1_000 };
    catalog.recordTask({ ...change, state: 'Running', phase: 'running' });
    catalog.recordTask({ ...change, state: 'Completed', phase: 'final', bytes: 7 });
  }
}

test('what is left is added up as file by file, where some is listed, some is estimated, and some has ended', async () => {
  await plan('1m');
  await plan('1h', (day) => (day % 3 === 0 ? TOO_LARGE : day));
  endSome('1m');
  endSome('1h');
  let needed = 0;
  for await (const task of everyRow(catalog.remainingTasks(runId, FILE_TASK))) {
    const { object, listed } = plannedFile(task);
    needed += diskBytes(plannedBytes(object, listed?.size), true) + RECORD_BYTES;
  }
  await expect(requireFreeSpace({ config, root, catalog, runId }, () => {})).rejects.toMatchObject({
    code: 'disk_full',
    message: expect.stringMatching(/^2,700 files need about /),
    facts: { files: 2_700, needed_bytes: needed },
  });
});

test('of a listed plan nothing is said to be an estimate', async () => {
  await plan('1h', () => TOO_LARGE);
  await expect(requireFreeSpace({ config, root, catalog, runId }, () => {})).rejects.toMatchObject({
    message: expect.stringMatching(/^1,500 files need \d/),
  });
});

test('a large plan is checked by few rows of the record, not by a row of each file', async () => {
  for (const interval of ['1m', '5m', '4h']) await plan(interval);
  await plan('1h', () => TOO_LARGE);
  endSome('1m');
  let rows = 0;
  const counting = new Proxy(catalog, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return (...given: readonly unknown[]) => {
        const answer: unknown = member.apply(target, given);
        return isPages(answer) ? counted(answer) : answer;
      };
    },
  });
  async function* counted(pages: AsyncIterable<readonly unknown[]>): AsyncGenerator<readonly unknown[]> {
    for await (const page of pages) {
      rows += page.length;
      yield page;
    }
  }
  await expect(requireFreeSpace({ config, root, catalog: counting, runId }, () => {})).rejects.toMatchObject({
    facts: { files: 5_850 },
  });
  expect(rows).toBeGreaterThan(0);
  expect(rows).toBeLessThan(20);
});

function isPages(value: unknown): value is AsyncIterable<readonly unknown[]> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}
