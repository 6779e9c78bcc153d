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
interface Told {
  readonly args?: readonly string[];
  readonly env?: Record<string, string>;
}

/** Runs a collection into a directory, here or through the service, and receives its lines. */
async function ended(
  where: 'here' | 'there',
  more: object,
  onLine: (line: Line, where: 'here' | 'there') => void,
  { args = [], env = { TAPEHAUL_SOURCE_ENDPOINT: simulator.url } }: Told,
): Promise<End> {
  const asked = config({ source: undefined, ...more });
  const output_directory =
    where === 'here' ? join(data, 'here', asked.output_directory) : asked.output_directory;
  const file = join(data, `${where}.json`);
  await writeFile(file, JSON.stringify({ ...asked, output_directory }));
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
  told: Told = {},
): Promise<End> {
  const here = await ended('here', more, onLine, told);
  const there = await ended('there', more, onLine, told);
  expect(here.exitCode).toBe(status);
  expect(there).toEqual(here);
  return here;
}

describe('collect --server ends as collect does', () => {
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

  test.each<[string, (endpoint: string) => Told & { readonly more?: object }, string]>([
    ['the file', (endpoint) => ({ env: {}, more: { source: { endpoint } } }), 'from the configuration file'],
    [
      'the command line',
      (endpoint) => ({ env: {}, args: ['--set', `source.endpoint=${endpoint}`] }),
      'from the command line',
    ],
    [
      'the environment',
      (endpoint) => ({ env: { TAPEHAUL_SOURCE_ENDPOINT: endpoint } }),
      'from the environment variable TAPEHAUL_SOURCE_ENDPOINT',
    ],
  ])('1: a server of %s that is no source', async (_, told, words) => {
    const { more, ...how } = told(simulator.url);
    simulator.faults.add({ key: /./, fault: { kind: 'status', status: 404, code: 'NotFound' } });
    const end = await expectAlike(1, { ...more }, () => {}, how);
    expect(end.message).toContain(`source.endpoint is ${simulator.url} (${words})`);
  });

  test('1: a bucket that does not exist and is the default', async () => {
    simulator.faults.add({ key: /./, fault: { kind: 'status', status: 404, code: 'NoSuchBucket' } });
    const end = await expectAlike(1);
    expect(end).toMatchObject({
      code: 'bucket_not_found',
      message: expect.stringMatching(/source\.bucket is data\.binance\.vision \(the default\)/),
    });
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
