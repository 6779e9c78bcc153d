import { randomUUID } from 'node:crypto';
import { seriesParts } from '@tapehaul/archive';
import { type Catalog, everyRow, type PartitionRecord } from '@tapehaul/catalog';
import { beforeEach, describe, expect, test } from 'vitest';
import { postgresRecords } from '../src/index.ts';
import { recordDatabase } from './record-database.ts';
import { object, run } from './test-rows.ts';

const database = recordDatabase();
let owner: Catalog;
beforeEach(async () => {
  owner = await postgresRecords(database.url).open(`/data/${randomUUID()}`);
  await owner.startRun(run('r1'));
  return () => owner.close();
});

describe('what can never be stored', () => {
  test('is refused by itself, with what is wrong; what was handed in beside it is stored', async () => {
    owner.recordObject(object('r1', 'a'));
    // More than a whole number of 64 bits has room for.
    owner.recordObject(object('r1', 'wrong', { bytes: 1e30 }));
    owner.recordObject(object('r1', 'b'));
    owner.recordObject(object('unknown run', 'lost'));
    owner.recordObject(object('r1', 'c'));
    await expect(owner.settled()).rejects.toThrow(expect.objectContaining({ code: expect.any(String) }));
    await owner.settled();
    expect(await Array.fromAsync(everyRow(owner.held()), ({ key }) => key)).toEqual(['a', 'b', 'c']);
    expect((await owner.coverage()).rows).toMatchObject([{ objects: 3, bytes: 30 }]);
  });

  test('of an unknown run names that run', async () => {
    owner.recordGap('none', {
      series: seriesParts('spot/trades/BTCUSDT'),
      first: '2025-07-01',
      last: '2025-07-02',
      verdict: 'gap',
      reason: 'missing',
      likely: null,
    });
    await expect(owner.settled()).rejects.toThrow(
      expect.objectContaining({ code: 'run_not_found', facts: { runId: 'none' } }),
    );
    await owner.settled();
  });

  test('of a table leaves the partition that was recorded before', async () => {
    const built: PartitionRecord = {
      ...{ path: 'silver/a.parquet', series: seriesParts('spot/trades/BTCUSDT'), period: '2025-07-01' },
      ...{ identity: '1f'.repeat(32), rows: 9, firstTime: 1, lastTime: 2, firstId: null, lastId: null },
      ...{ bytes: 5, sha256: 'ab'.repeat(32), schemaVersion: 1, writer: 'duckdb', numbers: 'double' },
      ...{ duplicatesDropped: 0, inexactValues: 0, sources: [], days: [], builtAt: 6, runId: 'r1' },
    };
    owner.recordPartition(built, []);
    await owner.settled();
    owner.recordPartition({ ...built, rows: 1e30 }, []);
    await expect(owner.settled()).rejects.toThrow(expect.objectContaining({ code: 'catalog_failed' }));
    expect(await owner.findPartition(built.path)).toEqual(built);
  });
});

describe('hand-ins', () => {
  test('of one object are written in their order, however they follow each other in a group', async () => {
    const series = seriesParts('spot/trades/BTCUSDT');
    const cell = { series, partition: 'daily', first: '2025-07-01', last: '2025-07-01' } as const;
    const known = async () => (await owner.explainDay(series, '2025-07-01')).state;
    owner.recordCells('r1', { ...cell, state: 'failed' });
    owner.recordObject(object('r1', 'a'));
    owner.forgetObject('a');
    expect([await known(), await owner.find('a')]).toEqual(['unknown', undefined]);
    owner.recordObject(object('r1', 'a'));
    owner.forgetObject('a');
    owner.recordCells(null, { ...cell, state: 'gone' });
    owner.recordObject(object('r1', 'a', { bytes: 7 }));
    owner.recordDeepProof('a', object('r1', 'a').sha256 ?? '');
    expect([await known(), (await owner.find('a'))?.bytes]).toEqual(['proved', 7]);
    owner.forgetObject('a');
    owner.recordCells(null, { ...cell, state: 'gone' });
    expect([await known(), await owner.find('a')]).toEqual(['gone', undefined]);
    expect((await owner.coverage()).rows).toEqual([]);
  });

  test('of many kinds are all written by the time that the record is closed', async () => {
    const root = `/data/${randomUUID()}`;
    const records = postgresRecords(database.url);
    const first = await records.open(root);
    await first.startRun(run('r1'));
    first.recordTrace('r1', '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01');
    first.recordRun('r1', 'Paused', 5);
    first.recordObject(object('r1', 'a'));
    const version = { key: 'a', path: null, bytes: 1, sha256: null, etag: 'x', lastModified: null };
    first.recordVersion({ ...version, runId: 'r1', supersededAt: 2 });
    first.endRun('r1', 'Completed', { ok: true });
    await first.close();
    const reader = await records.read(root);
    expect(await reader.run('r1')).toMatchObject({ state: 'Completed', result: { ok: true }, resumes: 0 });
    expect((await reader.run('r1'))?.traceparent).toContain('4bf92f3577b34da6a3ce929d0e0e4736');
    expect((await reader.runHistory('r1')).map(({ state }) => state)).toEqual([
      'Running',
      'Paused',
      'Completed',
    ]);
    expect(await Array.fromAsync(everyRow(reader.versions()))).toMatchObject([{ key: 'a', etag: 'x' }]);
    expect(await Array.fromAsync(everyRow(reader.recordedBy('r1')), ({ key }) => key)).toEqual(['a']);
    await reader.close();
  });
});
