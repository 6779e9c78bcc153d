import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { batchRef } from '@tapehaul/fleet';
import { startTemporal } from '@tapehaul/testkit/temporal';
import { Client, Connection } from '@temporalio/client';
import proto from '@temporalio/proto';
import { openTemporal } from '../src/index.ts';

/**
 * Writes what a server stored of runs that this release worked on: `node --conditions=@tapehaul/source test/record-histories.ts <release>`. A later release must
 * replay each; one that cannot, because its workflow takes other steps, needs `patched` of the SDK.
 */
const [release = 'next'] = process.argv.slice(2);
await using server = await startTemporal({ settings: { 'limit.historyCount.suggestContinueAsNew': 30 } });
const engine = await openTemporal({ address: server.address, beatMs: 500 });

const batches = (run: string, from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => batchRef(run, from + index));
const reaches = async (run: string, running: number): Promise<void> => {
  for (;;) {
    const backlog = await engine.backlog(run);
    if (running > 0 ? backlog.running === running : backlog.queued + backlog.running === 0) return;
    await wait(50);
  }
};

const held = Promise.withResolvers<void>();
const begun = new Set<string>();
let isCancelled = false;
engine.serve(2, async ({ run, no }, { signal }) => {
  if (run === 'cancelled' && !isCancelled) {
    if (!signal.aborted) await once(signal, 'abort');
    await held.promise;
    return 'again';
  }
  const isSecond = begun.has(`${run}/${no}`);
  begun.add(`${run}/${no}`);
  return no === 2 && !isSecond ? 'again' : 'done';
});

await engine.offer(batches('done', 1, 6));
await engine.offer(batches('done', 6, 12));
await reaches('done', 0);
await engine.offer(batches('done', 1, 2));
await reaches('done', 0);
await engine.offer(batches('cancelled', 1, 4));
await reaches('cancelled', 2);
await server.command('workflow', 'cancel', '--workflow-id', 'tapehaul/cancelled');
// The queued ones are gone once a worker has read that.
while ((await engine.backlog('cancelled')).queued > 0) await wait(50);
await engine.offer(batches('cancelled', 1, 2));
isCancelled = true;
held.resolve();
await reaches('cancelled', 0);
await engine.close();

const connection = await Connection.connect({ address: server.address });
const { workflow } = new Client({ connection });
const { History } = proto.temporal.api.history.v1;
let count = 0;
for await (const { workflowId, runId } of workflow.list()) {
  const history = await workflow.getHandle(workflowId, runId).fetchHistory();
  // The names of machines that take part.
  const text = JSON.stringify(
    History.toObject(History.fromObject(history), { longs: String, bytes: String }),
  );
  const bytes = History.encode(
    History.fromObject(JSON.parse(text.replaceAll(hostname(), 'worker'))),
  ).finish();
  const name = `${release}-${++count}-${workflowId.replace('tapehaul/', '')}.binpb`;
  await writeFile(join(import.meta.dirname, 'histories', name), bytes);
}
await connection.close();
