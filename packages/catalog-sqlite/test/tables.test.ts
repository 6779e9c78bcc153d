import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { addDays, seriesParts } from '@tapehaul/archive';
import { everyPage, everyRow } from '@tapehaul/catalog';
import { expect, test } from 'vitest';
import { openCatalog, readCatalog } from '../src/index.ts';
import { MIGRATIONS } from '../src/schema/migrations.ts';
import { path, run, tamper } from './test-catalog.ts';
import { builtDay } from './test-tables.ts';

const child = fileURLToPath(new URL('./tables-child.ts', import.meta.url));

test('a record that knows no tables is brought up to date, and keeps what it has', async () => {
  mkdirSync(dirname(path), { recursive: true });
  const old = new DatabaseSync(path);
  for (const step of MIGRATIONS.slice(0, 11)) typeof step === 'string' ? old.exec(step) : step(old);
  old.exec(`PRAGMA user_version = 11;
    INSERT INTO runs (id, run_id, flow, state, parameters, started_at, ended_at, owner_pid, owner_host, heartbeat_at)
      VALUES (1, 'r1', 'archive-collection-flow', 'Completed', '{}', 10, 20, 1, 'host', 15);
    INSERT INTO objects (key, path, bytes, mtime_ms, sha256, proof, series, partition, period, run, recorded_at)
      VALUES ('a', 'bronze/a', 3, 1.5, 'ab', 'sidecar', 'spot/trades/BTCUSDT', 'daily', '2025-01-01', 1, 12);`);
  old.close();
  expect(() => readCatalog(path)).toThrow(expect.objectContaining({ code: 'catalog_failed' }));

  const catalog = openCatalog(path);
  expect(await catalog.find('a')).toMatchObject({ path: 'bronze/a', runId: 'r1' });
  expect(await catalog.partitionsOf()).toEqual({ rows: [], next: null });
  expect(await catalog.findingCounts()).toEqual([]);
  await catalog.startRun(run('r2'));
  const [partition, findings] = builtDay('r2', 'BTCUSDT', '2025-01-01', 2);
  catalog.recordPartition(partition, findings);
  await catalog.close();
  const reader = readCatalog(path);
  expect(await reader.findPartition(partition.path)).toEqual(partition);
  expect((await reader.findings()).rows).toHaveLength(2);
  await reader.close();
});

test('a hundred thousand findings are listed once each, page by page, and counted', async () => {
  const catalog = openCatalog(path);
  await catalog.startRun(run('r1'));
  for (let at = 0; at < 1_000; at += 1) {
    const [symbol, day] = [`S${String(at % 10)}USDT`, addDays('2022-01-01', Math.floor(at / 10))];
    catalog.recordPartition(...builtDay('r1', symbol, day, 100));
  }
  await catalog.settled();
  const all = everyPage((page) => catalog.findings(page));
  const names = new Set<string>();
  let [rows, last, inOrder] = [0, '', true];
  for await (const { path: file, rule, series, day } of everyRow(all)) {
    rows += 1;
    names.add(`${file} ${rule}`);
    const place = `${series.symbol} ${day}`;
    inOrder &&= place >= last;
    last = place;
  }
  expect([rows, names.size, inOrder]).toEqual([100_000, 100_000, true]);
  const counts = await catalog.findingCounts({ symbols: ['S0USDT', 'S1USDT'], to: '2022-01-02' });
  expect(counts.reduce((sum, { findings }) => sum + findings, 0)).toBe(400);
  expect(counts[0]).toEqual({ rule: 'rule-0', severity: 'gap', findings: 4, count: 0 });
  const ofRule = await catalog.findings({ rule: 'rule-7', limit: 1_000 });
  expect([ofRule.rows.length, ofRule.next]).toEqual([1_000, null]);
  await catalog.close();
});

test('a process reads pages of what another one builds, each partition whole and once', async () => {
  const catalog = openCatalog(path);
  await catalog.startRun(run('r1'));
  for (let at = 0; at < 200; at += 1) {
    catalog.recordPartition(...builtDay('r1', 'MUSDT', addDays('2025-01-01', at), 3));
  }
  catalog.endRun('r1', 'Completed', null);
  await catalog.close();
  const args = ['--conditions=@tapehaul/source', child, path, 'r2', '200', 'AUSDT', 'MUSDT', 'ZUSDT'];
  let isBuilding = true;
  const ended = promisify(execFile)(process.execPath, args, { cwd: import.meta.dirname }).finally(() => {
    isBuilding = false;
  });
  const reader = readCatalog(path);
  const listed = async (): Promise<string[]> => {
    const pages = everyPage((page) => reader.findings({ ...page, limit: 50 }));
    return Array.fromAsync(everyRow(pages), ({ path: file, rule }) => `${file} ${rule}`);
  };
  const whole = Array.from({ length: 200 }, (_, at) => addDays('2025-01-01', at)).flatMap((day) => {
    const [partition, findings] = builtDay('r1', 'MUSDT', day, 3);
    return findings.map(({ rule }) => `${partition.path} ${rule}`);
  });
  while (isBuilding) {
    const found = await listed();
    expect(new Set(found).size).toBe(found.length);
    expect(found.filter((it) => it.includes('MUSDT'))).toEqual(whole);
    await new Promise(setImmediate);
  }
  await ended;
  expect(await listed()).toHaveLength(1_800);
  expect((await reader.partitionIdentities(seriesParts('spot/trades/ZUSDT'))).size).toBe(200);
  await reader.close();
});

test('a record that lacks the table of partitions is named as malformed', () => {
  openCatalog(path).close();
  tamper('DROP TABLE partitions');
  expect(() => readCatalog(path)).toThrow(expect.objectContaining({ code: 'catalog_malformed' }));
});
