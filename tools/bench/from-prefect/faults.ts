import { join } from 'node:path';
import { execa } from 'execa';
import { addFaults, FAULTY, type Held, heldIn, startArchive } from './files.ts';
import { flowRunOf, ownRecord, prefectRecord, type RunRecord } from './record.ts';
import { freshFolder, type Ground, TRIED, type Way } from './ways.ts';

/** What a way made of an archive with faults. */
export interface FaultsOutcome {
  /** What is held after the first run, and after the same command again. */
  readonly first: Held;
  readonly second: Held;
  /** How the first run ended by its own account: its status, failed files, exit status. */
  readonly status: string;
  readonly failed: number;
  readonly absent: number;
  readonly exitCode: number;
  /** What the record says of the first run; null without one. */
  readonly record: RunRecord | null;
}

/** The result that a run prints as its last line. */
interface Printed {
  readonly status: string;
  readonly collection_stats: { readonly failed_tasks: number };
  readonly absent?: readonly string[];
}

/** Runs every way twice against an archive in which three times {@link FAULTY} files have faults. */
export async function runFaults(
  ground: Ground,
  digests: ReadonlyMap<string, string>,
  scratch: string,
): Promise<Map<Way, FaultsOutcome>> {
  const outcomes = new Map<Way, FaultsOutcome>();
  for (const way of TRIED) {
    await using archive = await startArchive();
    addFaults(archive, ground.keys);
    const folder = await freshFolder(scratch, `faults-${way}`);
    const output = join(folder, 'output');
    const { program, args, env } = ground.command(way, archive, folder);
    const run = () => execa(program, args, { env, extendEnv: false, reject: false, stdin: 'ignore' });
    const { stdout, exitCode = 1 } = await run();
    const first = await heldIn(output, digests);
    const printed = JSON.parse(stdout.slice(stdout.lastIndexOf('\n') + 1)) as Printed;
    const { status, collection_stats, absent = [] } = printed;
    const flowRun = flowRunOf(stdout);
    const record = await recordOf(way, flowRun);
    await run();
    const second = await heldIn(output, digests);
    const failed = collection_stats.failed_tasks;
    outcomes.set(way, { first, second, status, failed, absent: absent.length, exitCode, record });
    console.error(`faults: ${way}, ${JSON.stringify(outcomes.get(way))}`);

    async function recordOf(way: Way, flowRun: string): Promise<RunRecord | null> {
      if (way === 'tapehaul') return { state: status, ...ownRecord(folder) };
      return flowRun === '' ? null : await prefectRecord(ground.prefect, flowRun);
    }
  }
  return outcomes;
}
