import { vi } from 'vitest';
import { engineContract } from '../../../tools/engine-contract.ts';
import { s3Engine } from './engine.ts';

// The default of vitest, which is shorter than the time-out of most engines.
vi.setConfig({ testTimeout: 5_000 });

engineContract('s3, slower to give up than tests are,', async (source) =>
  s3Engine({ ...source, timeoutSeconds: 6 }),
);
