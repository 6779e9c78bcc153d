import type { BatchEngine } from '@tapehaul/fleet';
import { engineContract } from '@tapehaul/fleet/contract';
import { openPgboss } from '../src/index.ts';
import { queueDatabase } from './queue-database.ts';

const database = queueDatabase();

engineContract('pg-boss', async () => {
  const url = await database.create();
  const opened: BatchEngine[] = [];
  const open = async (): Promise<BatchEngine> => {
    const engine = await openPgboss({ url, pollMs: 50, beatMs: 200 });
    opened.push(engine);
    return engine;
  };
  return {
    engine: await open(),
    another: open,
    close: async () => {
      await Promise.all(opened.map((engine) => engine.close()));
    },
  };
});
