import { seriesParts } from '@tapehaul/archive';
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { everyRow } from '../../every-row.ts';
import type { PageRequest, RunQuery } from '../../records/queries.ts';
import type { Catalog } from '../../stores/catalog.ts';
import {
  eachWithRecord,
  type MakeRecord,
  NAME,
  object,
  run,
  tasks,
  walk,
} from '../setup/record-under-test.ts';

type List = (
  page: PageRequest,
) =>
  | { readonly rows: readonly unknown[]; readonly next: string | null }
  | Promise<{ readonly rows: readonly unknown[]; readonly next: string | null }>;

/** Every row of a list, in pages of those sizes, which repeat. */
async function walked(list: List, sizes: readonly number[]): Promise<unknown[]> {
  const rows: unknown[] = [];
  let cursor: string | undefined;
  for (let at = 0; ; at++) {
    const limit = sizes[at % sizes.length] ?? 1;
    const page = await list({ limit, ...(cursor === undefined ? {} : { cursor }) });
    expect(page.rows.length).toBeLessThanOrEqual(limit);
    rows.push(...page.rows);
    if (page.next === null) return rows;
    cursor = page.next;
  }
}

const BTC = 'spot/klines/BTCUSDT/1h';
const SERIES = [BTC, 'spot/klines/ETHUSDT/1h', 'spot/trades/BTCUSDT', 'futures_um/trades/BTCUSDT'];

/** Every list comes in pages of any size, each row once. */
export function listsContract(make: MakeRecord): void {
  describe('pages of any size', () => {
    const record = eachWithRecord(make);
    let catalog: Catalog;
    beforeEach(async () => {
      catalog = await record.open();
      for (let at = 0; at < 7; at++) {
        const runId = `r${at}`;
        await catalog.startRun({ ...run(runId), flow: at % 2 === 0 ? 'collect' : 'adopt' });
        if (at === 6) {
          const ids = Array.from({ length: 23 }, (_, task) => `t${String(task).padStart(2, '0')}`);
          await catalog.planTasks(runId, tasks(...ids));
          for (const id of ids.slice(0, 10)) walk(catalog, id, ['Running', 'Completed'], { runId });
          for (const id of ids.slice(10, 15))
            walk(catalog, id, ['Running', 'Failed'], { runId, errorCode: 'not_found', errorMessage: id });
          for (let line = 0; line < 23; line++) {
            const level = line % 3 === 0 ? 'error' : 'info';
            catalog.recordLog({
              runId,
              taskId: `t${line % 2}`,
              attempt: 1,
              at: line,
              level,
              message: `line ${line}`,
            });
          }
          SERIES.forEach((series, index) => {
            for (let day = 1; day <= 3 + index; day++) {
              catalog.recordObject(
                object(runId, `${series}-${day}`, {
                  series: seriesParts(series),
                  partition: 'daily',
                  period: `2025-07-0${day}`,
                  bytes: day,
                }),
              );
            }
          });
        }
        catalog.endRun(runId, at === 3 ? 'Failed' : 'Completed', null);
      }
      await catalog.settled();
    });

    /** Lists, and how many rows each has. */
    const LISTS: readonly [string, (page: PageRequest) => ReturnType<List>, number][] = [
      ['runs', (page) => catalog.runs(page), 7],
      ['runs of a flow', (page) => catalog.runs({ flow: 'adopt', ...page }), 3],
      ['runs in a state', (page) => catalog.runs({ states: ['Failed'], ...page } satisfies RunQuery), 1],
      ['tasks', (page) => catalog.tasks('r6', page), 23],
      ['tasks, the slowest first', (page) => catalog.tasks('r6', { order: 'slowest', ...page }), 15],
      ['tasks in a state', (page) => catalog.tasks('r6', { states: ['Completed'], name: NAME, ...page }), 10],
      ['tasks with an error', (page) => catalog.tasks('r6', { errorCode: 'not_found', ...page }), 5],
      ['tasks with a text', (page) => catalog.tasks('r6', { contains: 'T1', ...page }), 10],
      ['log lines', (page) => catalog.logs('r6', page), 23],
      ['log lines of a level', (page) => catalog.logs('r6', { level: 'error', ...page }), 8],
      ['log lines of a task', (page) => catalog.logs('r6', { taskId: 't1', ...page }), 11],
      ['coverage', (page) => catalog.coverage(page), 4],
      ['coverage of a market', (page) => catalog.coverage({ prefix: 'spot/', ...page }), 3],
    ];

    describe.each(LISTS)('a list of %s', (_, list, length) => {
      test('has each row once, in the same order, in pages of any size', async () => {
        const whole = await walked(list, [1_000]);
        expect(whole).toHaveLength(length);
        expect(new Set(whole.map((row) => JSON.stringify(row))).size).toBe(length);
        await fc.assert(
          fc.asyncProperty(
            fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 }),
            async (sizes) => {
              expect(await walked(list, sizes)).toEqual(whole);
            },
          ),
          { numRuns: 8 },
        );
      });

      test('refuses a cursor that is none of its own', async () => {
        for (const cursor of ['', 'x', Buffer.from('["x"]').toString('base64url'), '%00']) {
          await expect((async () => list({ cursor }))()).rejects.toMatchObject({
            code: 'cursor_invalid',
            exitCode: 2,
          });
        }
      });
    });

    test('what is held is found by its beginning, in the order of series, partition and period', async () => {
      const keys = async (prefix?: string) =>
        (await Array.fromAsync(everyRow(catalog.held(prefix)))).map(({ key }) => key);
      expect(await keys()).toEqual((await keys()).toSorted());
      expect(await keys('spot/klines/')).toEqual([
        ...[1, 2, 3].map((day) => `${BTC}-${day}`),
        ...[1, 2, 3, 4].map((day) => `${SERIES[1]}-${day}`),
      ]);
      expect(await keys('spot/klines/BTC_SDT')).toEqual([]);
      expect(await keys('spot/klines/%')).toEqual([]);
    });

    test('coverage adds up objects, proofs, bytes and days of each series', async () => {
      catalog.recordObject(
        object('r6', `${BTC}-9`, {
          series: seriesParts(BTC),
          partition: 'daily',
          period: '2025-07-09',
          proof: 'none',
          bytes: 100,
        }),
      );
      catalog.forgetObject(`${BTC}-1`);
      await catalog.settled();
      const { rows } = await catalog.coverage({ prefix: BTC });
      expect(rows).toEqual([
        {
          series: seriesParts(BTC),
          partition: 'daily',
          objects: 3,
          proved: 2,
          deep: 3,
          bytes: 2 + 3 + 100,
          first: '2025-07-02',
          last: '2025-07-09',
        },
      ]);
    });
  });
}
