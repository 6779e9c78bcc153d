import { syntheticSource } from '@tapehaul/archive-simulator';
import { runControlContract } from '@tapehaul/runs/contract';
import { remoteRuns } from '@tapehaul/runs/remote';
import { serve, serveArchive, simulator, url } from './service.ts';

runControlContract('a service', async () => {
  await serveArchive({ source: syntheticSource({ maxRows: 20 }) });
  await serve();
  // The service of a test ends with the test.
  return { control: remoteRuns(url, {}), archive: simulator, directory: 'btc', close: async () => {} };
});
