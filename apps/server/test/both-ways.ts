import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { syntheticSource } from '@tapehaul/archive-simulator';
import { execa } from 'execa';
import { beforeEach, expect } from 'vitest';
import { config, data, serve, serveArchive, simulator, url } from './service.ts';

const command = join(dirname(fileURLToPath(import.meta.url)), '../../cli/bin/tapehaul.js');

/** How a command ended: its exit status, and what its last line says. */
export interface End {
  readonly exitCode: number | undefined;
  readonly code?: string;
  readonly message?: string;
  readonly hint?: string;
}

/** A line of `--json`. */
export interface Line {
  readonly kind: string;
  readonly run_id?: string;
  readonly exit_code?: number;
  readonly code?: string;
  readonly message?: string;
  readonly hint?: string;
  readonly error?: { readonly code: string; readonly message: string; readonly hint?: string } | null;
}

/** Runs the command with the source of the test. */
export function tapehaul(...args: string[]) {
  return run(args, { TAPEHAUL_SOURCE_ENDPOINT: simulator.url });
}

/** Runs the command with these environment variables too. */
export function run(args: readonly string[], env: Record<string, string>) {
  return execa(process.execPath, [command, ...args], { cwd: data, reject: false, env });
}

/** Where a command learns of its source. */
export interface Given {
  readonly args?: readonly string[];
  readonly env?: Record<string, string>;
}

/** Runs a collection into a directory, here or through the service, and receives its lines. */
async function ended(
  where: 'here' | 'there',
  more: object,
  onLine: (line: Line, where: 'here' | 'there') => void,
  { args = [], env = { TAPEHAUL_SOURCE_ENDPOINT: simulator.url } }: Given,
): Promise<End> {
  const requested = config({ source: undefined, ...more });
  const output_directory =
    where === 'here' ? join(data, 'here', requested.output_directory) : requested.output_directory;
  const file = join(data, `${where}.json`);
  await writeFile(file, JSON.stringify({ ...requested, output_directory }));
  const there = where === 'there' ? ['--server', url] : [];
  const child = run(['collect', file, '--json', ...args, ...there], env);
  let last: Line | undefined;
  createInterface({ input: child.stdout }).on('line', (text) => {
    last = JSON.parse(text);
    if (last !== undefined) onLine(last, where);
  });
  const { exitCode } = await child;
  const error = last?.kind === 'error' ? last : last?.error;
  // What the line says agrees with the process.
  if (last?.exit_code !== undefined) expect(last.exit_code).toBe(exitCode);
  if (!error) return { exitCode };
  const { code, message = '', hint = '' } = error;
  // The folders of the service are not shown.
  const placeless = (text: string): string => text.replaceAll(`${join(data, 'here')}/`, '');
  return { exitCode, ...(code && { code }), message: placeless(message), hint: placeless(hint) };
}

beforeEach(async () => {
  await serveArchive({ source: syntheticSource({ maxRows: 20 }) });
  await serve({ env: { TAPEHAUL_SOURCE_ENDPOINT: simulator.url } });
  await mkdir(join(data, 'here'));
});

/** The same collection here and through the service: both end alike, with that exit status. */
export async function expectAlike(
  status: number,
  more: object = {},
  onLine: (line: Line, where: 'here' | 'there') => void = () => {},
  given: Given = {},
): Promise<End> {
  const here = await ended('here', more, onLine, given);
  const there = await ended('there', more, onLine, given);
  expect(here.exitCode).toBe(status);
  expect(there).toEqual(here);
  return here;
}
