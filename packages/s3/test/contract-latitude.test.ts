import { engineContract } from '@tapehaul/downloader/contract';
import { startSmallArchive } from '@tapehaul/testkit';
import { vi } from 'vitest';
import { s3Engine } from '../src/s3-engine.ts';

// The default of vitest, which is shorter than the time-out of most engines.
vi.setConfig({ testTimeout: 5_000 });

engineContract(
  'slow and plain',
  async (source) => {
    const engine = s3Engine({ ...source, timeoutSeconds: 6 });
    return {
      ...engine,
      async get(transfer, signal) {
        const received = await engine.get(transfer, signal);
        return { ...received, content: received.content === null ? null : new Uint8Array(received.content) };
      },
    };
  },
  startSmallArchive,
);
