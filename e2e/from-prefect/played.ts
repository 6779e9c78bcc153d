import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Simulator, startSimulator, syntheticSource } from '@tapehaul/archive-simulator';
import { execa } from 'execa';
import { fillPythonFolder } from './python-folder.ts';
import { FAILING, OUTPUT, ROWS, type SceneName } from './scenes.ts';

const root = join(import.meta.dirname, '../..');

/** What the commands of the scenes printed, each after the command itself, and the folder that they worked in. */
export interface Played extends AsyncDisposable {
  readonly folder: string;
  readonly printed: ReadonlyMap<SceneName, string>;
}

/** How the guide shows the folder, and the address of the simulator, which changes with each start. */
const [FOLDER_SHOWN, URL_SHOWN] = ['~/collector', 'http://127.0.0.1:9000'];

/**
 * Types what the guide shows in a fresh folder that has the files of `examples/from-prefect` and what the Python workflow had
 * collected, against the archive simulator. `await using` removes the folder.
 */
export async function playScenes(): Promise<Played> {
  const folder = await mkdtemp(join(tmpdir(), 'tapehaul-from-prefect-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    await cp(join(root, 'examples/from-prefect'), folder, { recursive: true });
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
    const rows = await Promise.all(ROWS.map((row) => playRow(row, folder)));
    return { folder, printed: new Map(rows.flat()), [Symbol.asyncDispose]: remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function playRow(row: (typeof ROWS)[number], folder: string): Promise<[SceneName, string][]> {
  const source = syntheticSource({ maxRows: 50, now: new Date('2026-06-01') });
  await using simulator = await startSimulator({ source });
  if (row[0]?.[0] === 'validate') await fillPythonFolder(join(folder, OUTPUT), simulator);
  const played: [SceneName, string][] = [];
  for (const [name, commands] of row) {
    const fault = { kind: 'status', status: 403, code: 'AccessDenied' } as const;
    const refused = name === FAILING.scene ? simulator.faults.add({ key: FAILING.key, fault }) : undefined;
    const texts: string[] = [];
    for (const command of commands) texts.push(await typed(command, folder, simulator));
    refused?.remove();
    played.push([name, texts.join('\n')]);
  }
  return played;
}

/** A command as a terminal shows it, with what it printed. */
async function typed(command: string, folder: string, { url }: Simulator): Promise<string> {
  const { PATH = '', HOME = '', NODE_COMPILE_CACHE } = process.env;
  const env = {
    PATH: `${join(root, 'node_modules/.bin')}:${PATH}`,
    HOME,
    TZ: 'UTC',
    ...(NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE }),
    NODE_OPTIONS: '--conditions=@tapehaul/source',
    TAPEHAUL_SOURCE_ENDPOINT: url,
  };
  const options = { cwd: folder, env, extendEnv: false, reject: false, stdin: 'ignore' } as const;
  const { stdout } = await execa('bash', ['-c', `exec 2>&1; ${command}`], options);
  const text = `${command.replaceAll(/^/gm, '$ ')}\n${stdout}`;
  const shown = text.replaceAll(folder, FOLDER_SHOWN).replaceAll(url, URL_SHOWN);
  return shown.replaceAll(/[ \t]+$/gm, '').trimEnd();
}
