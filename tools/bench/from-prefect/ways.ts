import { mkdir, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import type { Simulator } from '@tapehaul/archive-simulator';
import { findS5cmd } from '@tapehaul/s5cmd';
import { type Prefect, startPrefect } from '@tapehaul/testkit/prefect';
import { findPython } from '@tapehaul/testkit/services';
import { plainEnvironment } from '../download/measure/environment.ts';
import type { Command } from '../download/measure/measure.ts';
import { configOf, keysOf } from './files.ts';

/** How files are fetched: by the Python workflow without Prefect, an s5cmd process a file or in batches; with it in batches, or with a task a file; by us. */
export const WAYS = ['processes', 'alone', 'batches', 'tasks', 'tapehaul'] as const;
/** Ways of which what they do with faults and kills is tried: batches behave alike with and without Prefect. */
export const TRIED = WAYS.filter((way) => way !== 'alone');
export type Way = (typeof WAYS)[number];

/** What each is called in tables. */
export const TITLES: Readonly<Record<Way, string>> = {
  processes: 'an s5cmd process a file',
  alone: 'batches of 50',
  batches: 'Prefect, batches of 50',
  tasks: 'Prefect, a task a file',
  tapehaul: 'tapehaul collect',
};

/** What all ways share. */
export interface Ground extends AsyncDisposable {
  readonly prefect: Prefect;
  readonly files: number;
  readonly keys: readonly string[];
  /** The command of a way that writes to the folder `output` below a folder of its own. */
  command(way: Way, archive: Simulator, folder: string): Command;
  /** The command of ours that continues a run that was killed. */
  resume(folder: string): Command;
}

const tapehaul = join(import.meta.dirname, '../../../apps/cli/bin/tapehaul.js');

/** Starts a Prefect server of its own, and finds s5cmd. Throws an Error that says what is missing. */
export async function prepare(files: number, scratch: string): Promise<Ground> {
  const s5cmd = await findS5cmd();
  if (s5cmd === undefined) throw new Error('s5cmd is missing: npm run setup');
  const python = await findPython('prefect-3.8.8', []);
  const prefect = await startPrefect();
  const [list, config] = [join(scratch, 'keys'), join(scratch, 'config.json')];
  const keys = keysOf(files);
  await writeFile(list, keys.join('\n'));
  await writeFile(config, JSON.stringify(configOf(files)));
  const plain = plainEnvironment();
  const PATH = [dirname(process.execPath), plain.PATH ?? ''].join(delimiter);
  const env = (folder: string): Record<string, string> => ({
    ...plain,
    PATH,
    S5CMD_PATH: s5cmd.path,
    TMPDIR: join(folder, 'tmp'),
    PREFECT_HOME: join(scratch, 'prefect'),
    PREFECT_API_URL: prefect.apiUrl,
    DO_NOT_TRACK: '1',
  });
  return {
    prefect,
    files,
    keys,
    command(way, archive, folder) {
      const output = join(folder, 'output');
      if (way === 'tapehaul') {
        const args = ['collect', config, '--json', '--set', `output_directory=${output}`];
        return {
          program: tapehaul,
          args,
          env: { ...env(folder), TAPEHAUL_SOURCE_ENDPOINT: archive.url },
        };
      }
      const script = join(import.meta.dirname, 'workflow.py');
      const args = ['--way', way, '--endpoint', archive.url, '--keys', list, '--output', output];
      return { program: python, args: [script, ...args], env: env(folder) };
    },
    resume: (folder) => ({
      program: tapehaul,
      args: ['resume', '--dir', join(folder, 'output'), '--json'],
      env: env(folder),
    }),
    [Symbol.asyncDispose]: () => prefect[Symbol.asyncDispose](),
  };
}

/** A fresh folder of a run. */
export async function freshFolder(scratch: string, name: string): Promise<string> {
  const folder = join(scratch, name);
  await mkdir(join(folder, 'tmp'), { recursive: true });
  return folder;
}
