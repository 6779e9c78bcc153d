import { batchRef } from '@tapehaul/fleet';
import { expect, test } from 'vitest';
import { openTemporal } from '../src/index.ts';
import { SeenBatches } from './seen-batches.ts';
import { temporalServer } from './temporal-server.ts';

const temporal = temporalServer();
const PACE = { beatMs: 500, heartbeatSeconds: 5 };
const LONG = { timeout: 240_000 };

test('workers outlive a server that is killed and started again, and no batch is lost', LONG, async () => {
  const engine = await openTemporal({ ...temporal.place(), ...PACE });
  await engine.offer(Array.from({ length: 40 }, (_, index) => batchRef('killed', index + 1)));
  const [begun, ended] = [new SeenBatches(), new SeenBatches()];
  const held = Promise.withResolvers<void>();
  engine.serve(4, async (batch) => {
    begun.add(batch);
    if (begun.ids.length <= 4) await held.promise;
    ended.add(batch);
    return 'done';
  });
  await begun.reaches(4);
  await temporal.server.kill();
  const refused = engine.offer([batchRef('killed', 99)]);
  await expect(refused).rejects.toMatchObject({ code: 'engine_unavailable' });
  await expect(engine.backlog()).rejects.toMatchObject({ code: 'engine_unavailable' });
  held.resolve();
  await temporal.server.start();
  await ended.reaches(40);
  expect(ended.each).toEqual(Array.from({ length: 40 }, (_, index) => `killed/${index + 1}`));
  await engine.close();
});

test('a worker that begins while the server is down says so, and works once it answers', LONG, async () => {
  const troubles: string[] = [];
  const reported = Promise.withResolvers<void>();
  const engine = await openTemporal({
    ...temporal.place(),
    ...PACE,
    onTrouble: ({ code, message }) => {
      troubles.push(`${code}: ${message}`);
      reported.resolve();
    },
  });
  await engine.offer([batchRef('later', 1)]);
  await temporal.server.kill();
  const seen = new SeenBatches();
  engine.serve(1, async (batch) => {
    seen.add(batch);
    return 'done';
  });
  await reported.promise;
  await temporal.server.start();
  await seen.reaches(1);
  expect(troubles[0]).toContain(`engine_unavailable: the Temporal server at ${temporal.server.address}`);
  await engine.close();
});

test('a worker can be stopped while the server is down', LONG, async () => {
  const engine = await openTemporal({ ...temporal.place(), ...PACE });
  await engine.offer([batchRef('down', 1)]);
  const seen = new SeenBatches();
  const held = Promise.withResolvers<void>();
  const serving = engine.serve(1, async (batch) => {
    seen.add(batch);
    await held.promise;
    return 'done';
  });
  await seen.reaches(1);
  const idle = engine.serve(1, async (batch) => {
    seen.add(batch);
    return 'done';
  });
  await engine.offer([batchRef('down', 2)]);
  await seen.reaches(2);
  await temporal.server.kill();
  await idle.stop();
  const stopped = serving.stop();
  await temporal.server.start();
  held.resolve();
  await stopped;
  await engine.close();
});

test('what cannot be used is one clear error, with what to do', LONG, async () => {
  const { address } = temporal.server;
  await expect(openTemporal({ address, namespace: 'research' })).rejects.toMatchObject({
    code: 'engine_unavailable',
    message: `the Temporal server at ${address} has no namespace "research"`,
    hint: 'Create it (temporal operator namespace create --namespace research), or correct its name.',
  });
  // Nothing listens below 1024 here.
  const nowhere = '127.0.0.1:1';
  const error = await openTemporal({ address: nowhere, apiKey: 'secret' }).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({
    code: 'engine_unavailable',
    message: `the Temporal server at ${nowhere} does not answer`,
    hint: 'Start this Temporal server, or correct its address. Either both sides encrypt the connection, or neither does.',
  });
  expect(JSON.stringify(error)).not.toContain('secret');
});
