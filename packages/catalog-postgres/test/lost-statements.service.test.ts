import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { postgresRecords } from '../src/index.ts';
import { recordDatabase } from './record-database.ts';
import { NAME, object, run, tasks } from './test-rows.ts';

const database = recordDatabase();

/** Has each transaction that moves tasks end on a connection that keeps no statement, as that of a pooler may be. */
const FORGET = `CREATE FUNCTION tapehaul.forget() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN EXECUTE 'DEALLOCATE ALL'; RETURN NULL; END $$;
  CREATE TRIGGER forget AFTER UPDATE ON tapehaul.batches EXECUTE FUNCTION tapehaul.forget()`;

test('a connection that does not keep statements is used without their names', async () => {
  await database.query(FORGET);
  const owner = await postgresRecords(database.url).open(`/data/${randomUUID()}`);
  await owner.startRun(run('r1'));
  await owner.planTasks('r1', tasks('a', 'b', 'c', 'd'), 1);
  await Promise.all(
    [1, 2, 3, 4].map(async (number) => {
      const claimed = await owner.claim('r1', { name: NAME, holder: `worker-${number}`, batch: number });
      const [task] = claimed?.tasks ?? [];
      if (claimed === undefined || task === undefined) throw new Error(`batch ${number} has no task`);
      const change = { runId: 'r1', taskId: task.taskId, name: NAME, attempt: 1, at: 5 };
      await owner.handIn(claimed, [{ change: { ...change, state: 'Running', phase: 'running' } }]);
      const ended = { ...change, state: 'Completed', phase: 'final', bytes: 7 } as const;
      await owner.handIn(claimed, [{ change: ended, object: object('r1', task.taskId) }]);
    }),
  );
  expect(await owner.counts('r1', NAME)).toEqual({ Completed: { tasks: 4, bytes: 28 } });
  expect((await owner.batches('r1', { open: true })).rows).toEqual([]);
  await owner.close();
});
