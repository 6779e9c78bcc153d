import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { glob, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import {
  type Simulator,
  type SimulatorOptions,
  startSimulator,
  syntheticSource,
} from '@tapehaul/archive-simulator';
import type { SpanFigures } from '@tapehaul/telemetry';
import type { CollectionResult, WorkflowEvent } from '@tapehaul/workflow';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { execa } from 'execa';
import { afterEach, beforeEach, expect } from 'vitest';

/** Root of the repository. */
export const root: string = join(dirname(fileURLToPath(import.meta.url)), '../../..');
/** The command as people start it. */
export const command: string = join(root, 'apps/cli/bin/tapehaul.js');
/** A folder for one test, the output directory in it, and the archive that is collected from. */
export let directory = '';
export let output = '';
export let simulator: Simulator;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tapehaul cli '));
  output = join(directory, 'out');
});
afterEach(async () => {
  await simulator?.close();
  await rm(directory, { recursive: true, force: true });
});

/** What is collected unless a test says otherwise: fifteen files. */
export const request = {
  markets: ['spot'],
  symbols: ['BTCUSDT'],
  data_types: ['klines'],
  intervals: ['1h'],
  date_range: { start: '2025-07-01', end: '2025-07-15' },
  task_retry_delay_seconds: 0,
  retry_attempts: 0,
};

/** Starts the archive. */
export async function serve(options: SimulatorOptions = {}): Promise<void> {
  simulator = await startSimulator({ source: syntheticSource({ maxRows: 100 }), ...options });
}

/** Starts an archive that answers late, until its faults are cleared. */
export async function serveSlowly(milliseconds: number, options: SimulatorOptions = {}): Promise<void> {
  await serve(options);
  simulator.faults.add({ key: /./, fault: { kind: 'delay', milliseconds } });
}

/** Starts the command with arguments as its own process, in the folder of the test. */
export function startCommand(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  return execa(process.execPath, [command, ...args], {
    cwd: directory,
    reject: false,
    env: { TAPEHAUL_SOURCE_ENDPOINT: simulator?.url ?? 'http://127.0.0.1:1', ...env },
  });
}

/** Starts `tapehaul collect --json` as its own process. */
export function start(config: object, env: NodeJS.ProcessEnv = {}, args: readonly string[] = []) {
  const file = join(directory, 'config.json');
  writeFileSync(file, JSON.stringify({ output_directory: output, ...request, ...config }));
  return startCommand(['collect', file, '--json', ...args], env);
}

/** A collection in progress, its events, and how to wait for them. */
export interface StartedCommand {
  readonly child: ReturnType<typeof start>;
  readonly events: Ran['events'];
  /** Keys of the files that have ended. */
  readonly keys: string[];
  /** Resolves once a condition on the received events holds; rejects when the command ends before. */
  until(test: () => boolean): Promise<void>;
}

/** Starts a collection, and gives it once that many files have ended. */
export async function startUntil(
  count: number,
  config: object = {},
  args: readonly string[] = [],
  env: NodeJS.ProcessEnv = {},
): Promise<StartedCommand> {
  const child = start(config, env, args);
  const events: Ran['events'] = [];
  const keys: string[] = [];
  const listeners = new Set<() => void>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    const event: Ran['events'][number] = JSON.parse(line);
    events.push(event);
    if (event.kind === 'file') keys.push(event.key);
    for (const listener of listeners) listener();
  });
  const until = (test: () => boolean): Promise<void> =>
    new Promise((resolve, reject) => {
      const check = (): void => {
        if (test()) resolve();
      };
      listeners.add(check);
      check();
      void child.then(({ exitCode, stderr }) => {
        reject(new Error(`the command ended with ${exitCode} before that: ${stderr}`));
      });
    });
  await until(() => keys.length >= count);
  return { child, events: events, keys, until };
}

/** How a command ended, and what it said. */
export interface Ran {
  readonly exitCode: number | undefined;
  readonly events: (
    | WorkflowEvent
    | CollectionResult
    | ({ kind: 'spans' } & SpanFigures)
    | { kind: 'warning' | 'stopping' | 'error' }
  )[];
  readonly result: CollectionResult;
  readonly stderr: string;
}

/** Runs `tapehaul collect --json` to its end. */
export function collect(config: object = {}, env: NodeJS.ProcessEnv = {}): Promise<Ran> {
  return ran(start(config, env));
}

/** Runs a command that continues a run in the output directory, such as `resume`, to its end. */
export function continueRun(...args: string[]): Promise<Ran> {
  return ran(startCommand([...args, '--dir', output, '--json']));
}

/** Whether a line fits the schema that `tapehaul schema output` prints; once requested, the same again. */
let isOutputLine: Promise<ValidateFunction> | undefined;
async function outputLine(): Promise<ValidateFunction> {
  const { stdout } = await execa(process.execPath, [command, 'schema', 'output']);
  return new Ajv2020({ strict: false }).compile(JSON.parse(stdout));
}

/** The outcome of a command with `--json`, each line of which fits its schema. */
export async function ran(child: ReturnType<typeof startCommand>): Promise<Ran> {
  const { stdout, stderr, exitCode } = await child;
  const lines = stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
  isOutputLine ??= outputLine();
  const isOfSchema = await isOutputLine;
  expect(lines.filter((line) => !isOfSchema(line))).toEqual([]);
  expect(lines[0]?.kind).toBe('version');
  const events = lines.slice(1);
  return { exitCode, events, result: events.at(-1), stderr };
}

/** Paths below the output directory. */
export const files = async (pattern: string): Promise<string[]> =>
  (await Array.fromAsync(glob(pattern, { cwd: output }))).sort();
/** Published files. */
export const zips = (): Promise<string[]> => files('bronze/**/*.zip');

/** Everything under bronze/ is a zip with its sidecar, and each zip has the digest that its sidecar says. */
export async function expectAllWhole(count: number): Promise<void> {
  const all = await zips();
  expect(all).toHaveLength(count);
  expect(await files('bronze/**/*.*')).toHaveLength(2 * count);
  for (const zip of all) {
    const sha256 = createHash('sha256')
      .update(await readFile(join(output, zip)))
      .digest('hex');
    const sidecar = await readFile(join(output, `${zip}.CHECKSUM`), 'utf8');
    expect(sidecar.trimEnd()).toBe(`${sha256}  ${basename(zip)}`);
  }
}

/** A folder laid out as the bucket, with hourly BTCUSDT candles of some days and their sidecars. */
export async function mirror(days: readonly string[]): Promise<string> {
  const folder = join(directory, 'bucket');
  for (const day of days) {
    const key = `data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-${day}.zip`;
    for (const name of [key, `${key}.CHECKSUM`]) {
      const answer = await fetch(`${simulator.url}/${simulator.bucket}/${name}`);
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), Buffer.from(await answer.arrayBuffer()));
    }
  }
  return folder;
}
