import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Simulator } from '@tapehaul/archive-simulator';
import { execa } from 'execa';
import { type Measurement, measure } from '../download/measure/measure.ts';
import { costOf } from '../prefect/process-cost.ts';
import { heldIn } from './files.ts';
import { flowRunOf, prefectRecord } from './record.ts';
import { freshFolder, type Ground, WAYS, type Way } from './ways.ts';

/** What a way took in one round. */
export interface Taken extends Measurement {
  /** CPU seconds of Prefect's server, until its record had every state. */
  readonly prefectCpuSeconds: number;
  /** Requests that the archive got. */
  readonly requests: number;
}

/** Runs every way in turn, each into a fresh folder. Throws an Error when one did not bring every file. */
export async function runSpeed(
  ground: Ground,
  archive: Simulator,
  digests: ReadonlyMap<string, string>,
  { rounds, scratch }: { readonly rounds: number; readonly scratch: string },
): Promise<Map<Way, Taken[]>> {
  const taken = new Map<Way, Taken[]>(WAYS.map((way) => [way, []]));
  for (let round = 0; round < rounds; round += 1) {
    const order = WAYS.map((_, at) => WAYS[(at + round) % WAYS.length]).filter((way) => way !== undefined);
    for (const way of order) {
      const folder = await freshFolder(scratch, `speed-${way}-${round}`);
      await execa('sync');
      archive.requests.clear();
      const before = await costOf(ground.prefect.pid);
      const measured = await measure(ground.command(way, archive, folder), process.pid, folder);
      const run = flowRunOf(await readFile(join(folder, 'stdout'), 'utf8'));
      if (run !== '') await prefectRecord(ground.prefect, run);
      const after = await costOf(ground.prefect.pid);
      const { right } = await heldIn(join(folder, 'output'), digests);
      if (right !== ground.files) throw new Error(`${way} brought ${right} of ${ground.files} files`);
      taken.get(way)?.push({
        ...measured,
        prefectCpuSeconds: run === '' ? 0 : after.cpuSeconds - before.cpuSeconds,
        requests: archive.requests.count(),
      });
      console.error(`round ${round + 1}: ${way}, ${measured.wallSeconds.toFixed(1)} s`);
    }
  }
  return taken;
}
