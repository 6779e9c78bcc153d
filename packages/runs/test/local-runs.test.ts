import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSimulator, syntheticSource } from '@tapehaul/archive-simulator';
import { localRuns } from '@tapehaul/runs';
import { runControlContract } from '@tapehaul/runs/contract';

runControlContract('an output directory of this machine', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tapehaul-runs-'));
  const archive = await startSimulator({ source: syntheticSource({ maxRows: 20 }) });
  const directory = join(folder, 'btc');
  return {
    control: localRuns(directory),
    archive,
    directory,
    async close() {
      await archive.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
});
