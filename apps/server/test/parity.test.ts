import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { syntheticSource } from '@tapehaul/archive-simulator';
import { execa } from 'execa';
import { beforeEach, describe, expect, test } from 'vitest';
import { config, data, serve, serveArchive, simulator, url } from './service.ts';

const command = join(dirname(fileURLToPath(import.meta.url)), '../../cli/bin/tapehaul.js');

/** How a command ended: its exit status, and what its last line says. */
interface End {
  readonly exitCode: number | undefined;
  readonly code?: string;
  readonly message?: string;
  readonly hint?: string;
}

/** A line of `--json`. */
interface Line {
  readonly kind: string;
  readonly run_id?: string;
  readonly exit_code?: number;
  readonly code?: string;
  readonly message?: string;
  readonly hint?: string;
  readonly error?: { readonly code: string; readonly message: string; readonly hint?: string } | null;
}

function tapehaul(...args: string[]) {
  return run(args, { TAPEHAUL_SOURCE_ENDPOINT: simulator.url });
}

function run(args: readonly string[], env: Record<string, string>) {
  return execa(process.execPath, [command, ...args], { cwd: data, reject: false, env });
}

/** Where a command learns of its source. */
interface Given {
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
async function expectAlike(
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

test('what only a service refuses is shown as a line for each problem', async () => {
  const entry = { market: 'spot', data_type: 'klines', intervals: ['1h'], partitions: ['daily'] };
  await writeFile(join(data, 'matrix.json'), JSON.stringify({ availability_matrix: [entry] }));
  const { source: _, ...asked } = config({ output_directory: '.hidden', matrix_path: 'matrix.json' });
  await writeFile(join(data, 'config.json'), JSON.stringify(asked));
  const { exitCode, stderr, stdout } = await tapehaul('collect', 'config.json', '--json', '--server', url);
  expect(exitCode).toBe(2);
  const lines = stderr.split('\n');
  const at = lines.indexOf('tapehaul: the configuration has 2 problems:');
  expect(lines.slice(at + 1, at + 3)).toEqual([
    expect.stringMatching(/^ {2}output_directory: got /),
    expect.stringMatching(/^ {2}matrix_path: a service reads no files/),
  ]);
  const last: Line = JSON.parse(stdout.split('\n').at(-1) ?? '');
  expect(last.message?.split('\n')).toHaveLength(3);
});

test('what to do about a refusal is a command, not a request', async () => {
  const file = join(data, 'config.json');
  await writeFile(file, JSON.stringify(config({ source: undefined })));
  expect((await tapehaul('collect', file, '-q', '--server', url)).exitCode).toBe(0);
  const resumed = await tapehaul('resume', '--server', url);
  expect(resumed.stdout).toContain('Start a new run to look for what has changed since: tapehaul collect.');
  const shown = await tapehaul('show', 'nobody', '--server', url);
  expect(shown.stderr).toContain('tapehaul runs --server URL lists the runs.');
});

test('what only a service refuses is named as it was typed', async () => {
  const request = '--market spot --symbol BTCUSDT --type klines --interval 1h --from 2025-07-01'.split(' ');
  const there = ['--server', url, '--dir', '.hidden', '--set', 'source.endpoint=http://127.0.0.1:1'];
  const { exitCode, stderr } = await run(['collect', ...request, ...there], {});
  expect(exitCode).toBe(2);
  expect(stderr.split('\n')).toEqual([
    'tapehaul: 2 problems:',
    expect.stringMatching(
      /^ {2}--set source\.endpoint: only the operator of the service configures a source/,
    ),
    expect.stringMatching(/^ {2}--dir is "\.hidden" \(a name that begins with a dot/),
    'Correct the command and run it again; nothing was written.',
  ]);
});

describe('collect --server ends as collect does', () => {
  test('0: success', async () => {
    expect(await expectAlike(0)).toEqual({ exitCode: 0 });
  });
});
