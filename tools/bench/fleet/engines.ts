import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type BatchEngine, batchRef } from '@tapehaul/fleet';
import { migrateQueue, openPgboss } from '@tapehaul/fleet-pgboss';
import { openTemporal } from '@tapehaul/fleet-temporal';
import { startPostgres } from '@tapehaul/testkit/postgres';
import { startTemporal, type Temporal } from '@tapehaul/testkit/temporal';

/**
 * What handing out batches costs: one run of batches without work, by each engine, offered as a coordinator does, with a window of four times the
 * slots. The servers are on this machine, and durable. `npm run bench:fleet-engines [-- --batches 2000]`. Markdown goes to stdout.
 */
const { values } = parseArgs({ options: { batches: { type: 'string', default: '2000' } } });
const batches = Number(values.batches);
const [WORKERS, SLOTS] = [2, 8];
const WINDOW = 4 * WORKERS * SLOTS;
const RUN = 'bench';

interface Rate {
  readonly perSecond: number;
  /** Milliseconds of processor time of this process for a batch. */
  readonly cpu: number;
}

/** Works on the run by workers that all are in this process. */
async function rate(engine: BatchEngine): Promise<Rate> {
  const all = Promise.withResolvers<void>();
  let [offered, done, began] = [0, 0, 0];
  const cpu = process.cpuUsage();
  const offer = async (): Promise<void> => {
    const count = Math.min(WINDOW - (offered - done), batches - offered);
    if (count < WINDOW / 4 && offered + count < batches) return;
    const refs = Array.from({ length: count }, (_, index) => batchRef(RUN, offered + index + 1));
    offered += count;
    await engine.offer(refs);
  };
  await offer();
  for (let worker = 0; worker < WORKERS; worker++) {
    engine.serve(SLOTS, async () => {
      began ||= performance.now();
      if (++done === batches) all.resolve();
      await offer();
      return 'done';
    });
  }
  await all.promise;
  const seconds = (performance.now() - began) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  for (;;) {
    const { queued, running } = await engine.backlog(RUN);
    if (queued + running === 0) break;
    await wait(50);
  }
  return { perSecond: batches / seconds, cpu: (user + system) / 1_000 / batches };
}

/** Events and bytes of the histories of the run, for a batch. */
async function histories(server: Temporal): Promise<string> {
  const listed = JSON.parse(await server.command('workflow', 'list', '--output', 'json')) as {
    historyLength: string;
    historySizeBytes: string;
  }[];
  const sum = (numbers: readonly string[]): number =>
    numbers.reduce((total, text) => total + Number(text), 0);
  const events = sum(listed.map(({ historyLength }) => historyLength)) / batches;
  const bytes = sum(listed.map(({ historySizeBytes }) => historySizeBytes)) / batches;
  return `${listed.length} histories, ${events.toFixed(1)} events and ${Math.round(bytes)} bytes a batch`;
}

const row = (name: string, { perSecond, cpu }: Rate, stored: string): string =>
  `| ${name} | ${Math.round(perSecond)} | ${cpu.toFixed(1)} | ${stored} |`;

await using postgres = await startPostgres({ durable: true });
const url = await postgres.createDatabase('fleet');
await migrateQueue(url);
const boss = await openPgboss({ url });
const byBoss = await rate(boss);
await boss.close();

await using server = await startTemporal();
const temporal = await openTemporal({ address: server.address });
const byTemporal = await rate(temporal);
const stored = await histories(server);
await temporal.close();

console.log(`${batches} batches, ${WORKERS} workers of ${SLOTS} slots in one process\n
| engine | batches/s | ms of the worker's processor a batch | stored |
|---|---|---|---|
${row('pg-boss', byBoss, 'a row while it waits')}
${row('Temporal', byTemporal, stored)}`);
