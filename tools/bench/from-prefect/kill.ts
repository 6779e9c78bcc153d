import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { execa } from 'execa';
import { heldIn, startArchive } from './files.ts';
import { flowRunOf, prefectState } from './record.ts';
import { freshFolder, type Ground, TRIED, type Way } from './ways.ts';

/** What a way left when it was killed, and how it continued. */
export interface KillOutcome {
  /** Files held when it was killed. */
  readonly held: number;
  /** How the record has the run, a while after. */
  readonly state: string;
  /** Files left in the folder of temporary files. */
  readonly left: number;
  /** Files that were fetched again although they were held. */
  readonly again: number;
  /** Right files after the run that continued. */
  readonly right: number;
}

/** How long Prefect has to notice, in milliseconds: its server searches for lost runs more often. */
const NOTICE_MS = 30_000;

/** What Node has compiled, which every program of it keeps there. */
const NODE_CACHE = 'node-compile-cache';

const GET = { method: 'GET', key: /\.zip$/ } as const;

/** Kills every way, and all that it started, once a third of its files were requested, and continues it. */
export async function runKill(
  ground: Ground,
  digests: ReadonlyMap<string, string>,
  scratch: string,
): Promise<Map<Way, KillOutcome>> {
  const outcomes = new Map<Way, KillOutcome>();
  for (const way of TRIED) {
    await using archive = await startArchive();
    const folder = await freshFolder(scratch, `kill-${way}`);
    const output = join(folder, 'output');
    const { program, args, env } = ground.command(way, archive, folder);
    const options = { extendEnv: false, reject: false, stdin: 'ignore' } as const;
    const killed = execa(program, args, { ...options, env, detached: true });
    await archive.requests.waitFor(() => archive.requests.count(GET) >= ground.files / 3);
    process.kill(-(killed.pid ?? 0), 'SIGKILL');
    const { stdout } = await killed;
    const heldNames = await namesIn(output);
    const left = (await readdir(join(folder, 'tmp'))).filter((name) => name !== NODE_CACHE).length;
    const state = await stateOf(way, stdout, output);
    archive.requests.clear();
    const next = way === 'tapehaul' ? ground.resume(folder) : { program, args, env };
    await execa(next.program, next.args, {
      ...options,
      env: { ...next.env, TAPEHAUL_SOURCE_ENDPOINT: archive.url },
    });
    const again = archive.requests.list(GET).filter(({ key }) => heldNames.has(basename(key))).length;
    const { right } = await heldIn(output, digests);
    outcomes.set(way, { held: heldNames.size, state, left, again, right });
    console.error(`kill: ${way}, ${JSON.stringify(outcomes.get(way))}`);
  }
  return outcomes;

  async function stateOf(way: Way, stdout: string, output: string): Promise<string> {
    if (way === 'processes') return 'no record';
    if (way === 'tapehaul') {
      const [program, env] = [ground.resume('').program, ground.resume('').env];
      const runs = await execa(program, ['runs', '--dir', output, '--json'], { env, extendEnv: false });
      const [line = '{}'] = runs.stdout.split('\n');
      return (JSON.parse(line) as { state?: string }).state ?? '';
    }
    await setTimeout(NOTICE_MS);
    return prefectState(ground.prefect, flowRunOf(stdout));
  }
}

async function namesIn(folder: string): Promise<Set<string>> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  const held = names.filter((name) => name.endsWith('.zip') && !name.startsWith('.tapehaul'));
  return new Set(held.map((name) => basename(name)));
}
