import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { postgresRecords } from '../src/index.ts';
import { recordDatabase } from './record-database.ts';
import { NAME, run, tasks } from './test-rows.ts';

const database = recordDatabase();
const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A way to the database that can be cut. */
interface Way {
  readonly url: string;
  /** Cuts the connection of the next commit: before the server receives it, or once the server has done it. */
  cutNextCommit(when: 'before' | 'after'): void;
  /** Commits that were cut. */
  readonly cuts: number;
}

/** Opens a way over a port of its own. */
async function wayTo(url: string): Promise<Way> {
  let next: 'before' | 'after' | undefined;
  let cuts = 0;
  const { hostname, port } = new URL(url);
  const forward = (client: Socket): void => {
    const server = connect(Number(port), hostname);
    let isCut = false;
    const cut = (): void => {
      cuts += 1;
      client.destroy();
      server.destroy();
    };
    client.on('data', (bytes) => {
      const isCommit = next !== undefined && bytes.includes('COMMIT');
      if (isCommit && next === 'before') cut();
      else server.write(bytes);
      if (!isCommit) return;
      isCut = next === 'after';
      next = undefined;
    });
    server.on('data', (bytes) => {
      if (isCut) cut();
      else client.write(bytes);
    });
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      one.on('error', () => {});
      one.on('close', () => other.destroy());
    }
  };
  const listener = createServer(forward).listen(0, '127.0.0.1');
  await once(listener, 'listening');
  closing.push(() => listener.close());
  const address = listener.address();
  const own = new URL(url);
  own.port = String(typeof address === 'object' && address !== null ? address.port : 0);
  return {
    url: own.href,
    cutNextCommit(when) {
      next = when;
    },
    get cuts() {
      return cuts;
    },
  };
}

test.each(['before', 'after'] as const)(
  'a group whose connection is cut %s the server has committed it is written once',
  async (when) => {
    const way = await wayTo(database.url);
    const owner = await postgresRecords(way.url).open(`/data/group-${when}`);
    await owner.startRun(run('r1'));
    const line = { runId: 'r1', taskId: null, attempt: null, at: 1, level: 'info' } as const;
    for (const message of ['one', 'two', 'three']) {
      owner.recordLog({ ...line, message });
      owner.recordChange({ runId: 'r1', kind: 'late', key: message, at: 1, facts: null });
    }
    way.cutNextCommit(when);
    await owner.settled();
    expect(way.cuts).toBe(1);
    expect((await owner.logs('r1')).rows.map(({ message }) => message)).toEqual(['one', 'two', 'three']);
    expect((await Array.fromAsync(owner.changes('r1'))).flat().map(({ key }) => key)).toEqual([
      'one',
      'two',
      'three',
    ]);
    await owner.close();
  },
);

test.each(['before', 'after'] as const)(
  'a run is started, planned and claimed once, where the connection is cut %s each commit',
  async (when) => {
    const way = await wayTo(database.url);
    const owner = await postgresRecords(way.url).open(`/data/claim-${when}`);
    way.cutNextCommit(when);
    await owner.startRun(run('r1'));
    way.cutNextCommit(when);
    expect(await owner.planTasks('r1', tasks('a', 'b'))).toBe(2);
    way.cutNextCommit(when);
    const batch = await owner.claim('r1', { name: NAME, holder: 'h' });
    expect(batch).toMatchObject({ batch: 1, epoch: 1, tasks: [{ taskId: 'a' }, { taskId: 'b' }] });
    expect(way.cuts).toBe(3);
    expect((await owner.runs()).rows).toHaveLength(1);
    expect(await owner.counts('r1')).toEqual({ Scheduled: { tasks: 2, bytes: 0 } });
    await owner.close();
  },
);
