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
  const env = { TAPEHAUL_SOURCE_ENDPOINT: simulator.url };
  return execa(process.execPath, [command, ...args], { cwd: data, reject: false, env });
}

/** Runs a collection into a directory, here or through the service, and hears its lines. */
async function ended(
  where: 'here' | 'there',
  more: object,
  onLine: (line: Line, where: 'here' | 'there') => void,
): Promise<End> {
  const { source: _, ...asked } = config(more);
  const output_directory =
    where === 'here' ? join(data, 'here', asked.output_directory) : asked.output_directory;
  const file = join(data, `${where}.json`);
  await writeFile(file, JSON.stringify({ ...asked, output_directory }));
  const child = tapehaul('collect', file, '--json', ...(where === 'there' ? ['--server', url] : []));
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
  // Where a setting comes from is another place there, and the folders of the service are not told.
  const placeless = (text: string): string =>
    text.replaceAll(`${join(data, 'here')}/`, '').replace(/ \(from [^)]*\)/, '');
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
): Promise<End> {
  const here = await ended('here', more, onLine);
  const there = await ended('there', more, onLine);
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

describe('collect --server ends as collect does', () => {
  test('0: success', async () => {
    expect(await expectAlike(0)).toEqual({ exitCode: 0 });
  });

  test('3: some files failed', async () => {
    simulator.faults.add({
      key: /2025-07-03/,
      operation: 'object',
      fault: { kind: 'status', status: 403, code: 'AccessDenied' },
    });
    await expectAlike(3, { task_retry_attempts: 0 });
  });

  test('1: failed', async () => {
    simulator.faults.add({
      key: /./,
      operation: 'list',
      fault: { kind: 'status', status: 403, code: 'AccessDenied' },
    });
    expect(await expectAlike(1, { planning: 'listing' })).toMatchObject({ code: 'access_denied' });
  });

  test('6: a file contradicts its checksum', async () => {
    simulator.faults.add({ key: /2025-07-03.*zip$/, operation: 'object', fault: { kind: 'alter' } });
    await expectAlike(6, { task_retry_attempts: 0 });
  });

  test('7: the disk', async () => {
    await writeFile(join(data, 'btc'), '');
    await writeFile(join(data, 'here', 'btc'), '');
    expect(await expectAlike(7)).toMatchObject({ code: 'target_blocked' });
  });

  test('5: try again later', async () => {
    simulator.faults.add({
      key: /./,
      operation: 'list',
      fault: { kind: 'status', status: 503, code: 'SlowDown' },
    });
    await expectAlike(5, { planning: 'listing' });
  });

  test('130: cancelled by another command', async () => {
    simulator.faults.add({
      key: /2025-07-0[3-9]/,
      operation: 'object',
      fault: { kind: 'stall', afterBytes: 0 },
    });
    let files = 0;
    const cancel = ({ kind }: Line, where: 'here' | 'there'): void => {
      if (kind === 'started') files = 0;
      if (kind !== 'file' || ++files !== 1) return;
      void (where === 'here'
        ? tapehaul('cancel', '--dir', join(data, 'here', 'btc'))
        : tapehaul('cancel', '--server', url));
    };
    expect(await expectAlike(130, { max_parallel_downloads: 2 }, cancel)).toMatchObject({
      code: 'cancelled',
      message: 'stopped on request',
    });
  });

  test('2: a configuration that cannot be', async () => {
    expect(await expectAlike(2, { intervals: ['7q'] })).toMatchObject({ code: 'config_invalid' });
  });
});
