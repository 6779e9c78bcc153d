import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { openCatalog } from '../src/index.ts';
import { MIGRATIONS } from '../src/schema/migrations.ts';
import { path } from './test-catalog.ts';

test('a record that does not count deep proofs by series is brought up to date with them', async () => {
  mkdirSync(dirname(path), { recursive: true });
  const old = new DatabaseSync(path);
  for (const step of MIGRATIONS.slice(0, 9)) typeof step === 'string' ? old.exec(step) : step(old);
  old.exec(`PRAGMA user_version = 9;
    INSERT INTO runs (id, run_id, flow, state, parameters, started_at, owner_pid, owner_host, heartbeat_at)
      VALUES (1, 'r1', 'archive-collection-flow', 'Completed', '{}', 10, 1, 'host', 15);
    INSERT INTO coverage (series, partition, objects, proved, bytes)
      VALUES ('spot/trades/BTCUSDT', 'daily', 3, 3, 9), ('spot/trades/ETHUSDT', 'daily', 1, 1, 3);`);
  const insert = old.prepare(
    `INSERT INTO objects (key, path, bytes, mtime_ms, sha256, proof, series, partition, period, run, recorded_at, deep)
       VALUES (?, ?, 3, 1.5, 'ab', 'sidecar', ?, 'daily', ?, 1, 12, ?)`,
  );
  const hold = (symbol: string, day: string, deep: number): void => {
    insert.run(`${symbol} ${day}`, `bronze/${symbol} ${day}`, `spot/trades/${symbol}`, day, deep);
  };
  hold('BTCUSDT', '2025-01-01', 0);
  hold('BTCUSDT', '2025-01-02', 1);
  hold('BTCUSDT', '2025-01-03', 0);
  hold('ETHUSDT', '2025-01-01', 1);
  old.close();

  const catalog = openCatalog(path);
  expect((await catalog.coverage()).rows.map(({ objects, deep }) => [objects, deep])).toEqual([
    [3, 1],
    [1, 1],
  ]);
  catalog.recordDeepProof('BTCUSDT 2025-01-01', 'ab');
  await catalog.settled();
  expect((await catalog.coverage()).rows[0]).toMatchObject({ objects: 3, deep: 2 });
  await catalog.close();
});
