import { engineContract } from '../src/contract/index.ts';
import { LocalEngine } from '../src/index.ts';

engineContract('the engine within a process', async () => {
  const engine = new LocalEngine();
  return { engine, another: async () => engine, close: () => engine.close() };
});
