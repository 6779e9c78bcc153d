import type { BatchEngine } from '@tapehaul/fleet';
import { engineContract } from '@tapehaul/fleet/contract';
import { openTemporal } from '../src/index.ts';
import { temporalServer } from './temporal-server.ts';

const temporal = temporalServer();

engineContract('Temporal', async () => {
  const place = temporal.place();
  const opened: BatchEngine[] = [];
  const open = async (): Promise<BatchEngine> => {
    const engine = await openTemporal({ ...place, beatMs: 200, heartbeatSeconds: 10 });
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
