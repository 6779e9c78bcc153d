import { everyPage, everyRow } from '@tapehaul/catalog';
import { type Postgres, startPostgres } from '@tapehaul/testkit/postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrateRecord, postgresRecords } from '../src/index.ts';
import { NAME, object, run, tasks, walk } from './test-rows.ts';

let server: Postgres;
let url = '';
beforeAll(async () => {
  server = await startPostgres({ durable: true });
  url = await server.createDatabase('records');
  await migrateRecord(url);
});
afterAll(() => server.close());

const IDS = Array.from({ length: 3_000 }, (_, at) => `task-${String(at).padStart(5, '0')}`);

describe('a server that is killed and started again', () => {
  test('has all that was handed in before and meanwhile, in order, and once', async () => {
    const owner = await postgresRecords(url).open('/data/hand-ins');
    await owner.startRun(run('r1'));
    await owner.planTasks('r1', tasks(...IDS));
    const line = { runId: 'r1', taskId: null, attempt: null, level: 'info' } as const;
    let killed: Promise<void> | undefined;
    for (const [at, taskId] of IDS.entries()) {
      walk(owner, 'r1', taskId, ['Running', 'Completed'], { bytes: 1 });
      owner.recordObject(object('r1', taskId));
      owner.recordLog({ ...line, at, message: taskId });
      owner.recordChange({ runId: 'r1', kind: 'late', key: taskId, at, facts: null });
      // Others get their turn: what was handed in is being written while the server is killed.
      if (at % 100 === 0) await new Promise(setImmediate);
      if (at === 1_000) killed = server.kill();
    }
    await killed;
    await server.start();
    await owner.settled();
    expect(await owner.counts('r1')).toEqual({ Completed: { tasks: IDS.length, bytes: IDS.length } });
    expect(await Array.fromAsync(everyRow(owner.held()), ({ key }) => key)).toEqual(IDS);
    const lines = everyRow(everyPage((page) => owner.logs('r1', page)));
    expect(await Array.fromAsync(lines, ({ message }) => message)).toEqual(IDS);
    expect(await Array.fromAsync(everyRow(owner.changes('r1')), ({ key }) => key)).toEqual(IDS);
    expect((await owner.coverage()).rows).toMatchObject([{ objects: IDS.length }]);
    owner.endRun('r1', 'Completed', null);
    await owner.close();
  });

  test('is waited for by a claim, a hand-in, a plan and a reading', async () => {
    const owner = await postgresRecords(url).open('/data/waits');
    await owner.startRun(run('r1'));
    const work = async (): Promise<void> => {
      await owner.planTasks('r1', tasks(...IDS.slice(0, 10)));
      const batch = await owner.claim('r1', { name: NAME, holder: 'h' });
      if (batch === undefined) throw new Error('there is a batch');
      const { tasks: claimed, ...claim } = batch;
      const what = claimed.map(({ taskId }) => ({
        change: {
          runId: 'r1',
          taskId,
          name: NAME,
          state: 'Completed',
          phase: 'final',
          attempt: 1,
          at: 5,
        } as const,
      }));
      await owner.handIn(claim, what);
    };
    await server.kill();
    const worked = work();
    const counted = worked.then(() => owner.counts('r1'));
    await server.start();
    expect(await counted).toEqual({ Completed: { tasks: 10, bytes: 0 } });
    await owner.close();
  });

  test('is not waited for by a process that is being stopped: what it handed in is kept, and it receives the error', async () => {
    const records = postgresRecords(url);
    const owner = await records.open('/data/hurried');
    await owner.startRun(run('r1'));
    await server.kill();
    owner.hurry();
    owner.recordObject(object('r1', 'a'));
    const unreachable = expect.objectContaining({
      code: 'catalog_failed',
      facts: expect.objectContaining({ unreachable: true }),
    });
    await expect(owner.settled()).rejects.toThrow(unreachable);
    expect(() => owner.recordObject(object('r1', 'b'))).toThrow(unreachable);
    await expect(records.find('/data/hurried')).rejects.toThrow(unreachable);
    await server.start();
    await owner.settled();
    expect(await Array.fromAsync(everyRow(owner.held()), ({ key }) => key)).toEqual(['a', 'b']);
    await owner.close();
  });
});
