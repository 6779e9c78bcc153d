import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  collect,
  directory,
  expectAllWhole,
  output,
  request,
  serve,
  simulator,
  startCommand,
} from './collection.ts';

const PREFIX = 'data/spot/daily/klines/BTCUSDT/1h/';
const wrong = (key: string, size: string, time: string): string =>
  `<Contents><Key>${PREFIX}${key}</Key><LastModified>${time}</LastModified><Size>${size}</Size></Contents>`;

/** Serves the archive, with wrong entries in the one page of its listing. */
async function serveWrongEntries(): Promise<void> {
  await serve();
  const address = `${simulator.url}/${simulator.bucket}?list-type=2&prefix=${PREFIX}BTCUSDT-1h-2025-07-`;
  const page = await (await fetch(address)).text();
  const entries = [
    wrong('BTCUSDT-1h-2025-07-99.zip', 'NaN', '2025-07-02T00:00:00.000Z'),
    wrong('BTCUSDT-1h-2025-07-98.zip', '-1', 'yesterday'),
    wrong('a&#10;2026-01-01 00:00:00 ERROR FORGED.zip', '1', '2025-07-02T00:00:00.000Z'),
  ];
  const body = page.replace('<Contents>', `${entries.join('')}<Contents>`);
  simulator.faults.add({ key: /./, operation: 'list', fault: { kind: 'status', status: 200, body } });
}

test('wrong entries of a listing are left out and reported, and all other files are collected', async () => {
  await serveWrongEntries();
  const { exitCode, result } = await collect({ planning: 'listing' });
  expect(exitCode).toBe(0);
  expect(result.collection_stats.total_tasks).toBe(15);
  await expectAllWhole(15);
  const { stdout } = await startCommand(['logs', '--dir', output, '--level', 'warn']);
  const lines = stdout.split('\n');
  expect(lines).toHaveLength(3);
  for (const line of lines) expect(line).toMatch(/^\S+ \S+ WARN .*wrong entry/);
});

test('a plan shows how many entries it has left out, and the first of them', { tags: 'heavy' }, async () => {
  await serveWrongEntries();
  const config = join(directory, 'config.json');
  await writeFile(config, JSON.stringify({ output_directory: output, ...request, planning: 'listing' }));
  const { exitCode, stdout } = await startCommand(['plan', config]);
  expect(exitCode).toBe(0);
  expect(stdout).toContain('3 wrong entries');
  expect(stdout).toContain('Size is NaN');
  expect(stdout).not.toMatch(/^2026-01-01/m);
  const json = await startCommand(['plan', config, '--json']);
  expect(JSON.parse(json.stdout.split('\n').at(-1) ?? '').listing_problems.count).toBe(3);
});
