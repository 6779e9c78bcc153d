import { type Postgres, startPostgres } from '@tapehaul/testkit/postgres';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { call, ended, serve, serveArchive, startRun } from './service.ts';

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
  const url = await postgres.createDatabase('runs');
  vi.stubEnv('TAPEHAUL_RECORD_URL', url);
  const { prepareDatabase } = await import('@tapehaul/workflow/fleet');
  await prepareDatabase();
});
afterAll(async () => {
  await postgres?.close();
});
afterEach(() => void vi.unstubAllEnvs());

/** Adds runs that are like the first one, each with that many batches of 1,000 files. */
async function addRuns(runs: number, batches: number, first: number): Promise<void> {
  const columns =
    'record, flow, state, parameters, tags, started_at, planned_at, ended_at, owner_host, owner_pid, heartbeat_at, lease_until, result';
  await postgres.query(
    'runs',
    `
    WITH made AS (
      INSERT INTO tapehaul.runs (run_id, ${columns})
      SELECT '20260101T000000Z-' || to_char(n + ${first}, 'FM000000'), ${columns} FROM generate_series(1, ${runs}) n,
        (SELECT * FROM tapehaul.runs ORDER BY id LIMIT 1) first
      RETURNING id
    ), classes AS (
      INSERT INTO tapehaul.classes (run, name, state, phase)
      SELECT id, 'download-archive-file', state, 'final' FROM made, unnest(ARRAY['Completed', 'Absent']) state
      RETURNING id, state
    )
    INSERT INTO tapehaul.counts (class, batch, tasks, bytes)
    SELECT id, batch, CASE state WHEN 'Absent' THEN 1 ELSE 999 END, 1000 FROM classes, generate_series(1, ${batches}) batch`,
  );
}

test('a list of runs in a database has the counts of each, in the order of their ids', {
  timeout: 120_000,
}, async () => {
  await serveArchive();
  await serve();
  const run = await startRun({});
  expect((await ended(run))?.data.state).toBe('completed');
  await addRuns(30, 10, 0);
  await addRuns(1, 1_000, 900_000);
  const { body } = await call('GET', '/v1/runs?limit=20');
  const rows: { run_id: string; files: object; can: string[] }[] = body.rows;
  expect(rows.map(({ run_id }) => run_id)).toEqual(
    rows
      .map(({ run_id }) => run_id)
      .toSorted()
      .reverse(),
  );
  const [own, large, ...others] = rows;
  expect(own).toMatchObject({ run_id: run, files: { Completed: { tasks: 15 } } });
  expect(large).toMatchObject({
    files: { Completed: { tasks: 999_000 }, Absent: { tasks: 1_000 } },
    can: [],
  });
  expect(others).toHaveLength(18);
  for (const { files } of others) expect(files).toMatchObject({ Completed: { tasks: 9_990 } });
  const { body: more } = await call('GET', `/v1/runs?limit=20&cursor=${body.next}`);
  expect(more.rows).toHaveLength(12);
});
