import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { expectAlike, type Line, run, tapehaul } from './both-ways.ts';
import { config, data, simulator, url } from './service.ts';

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

test('what to do about a refusal is a command, not a request', { tags: 'heavy' }, async () => {
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

test('4: a run that lacks days says which, as without a service', { tags: 'heavy' }, async () => {
  simulator.faults.add({ key: /2025-07-(09|10)\.zip$/, fault: { kind: 'missing' } });
  const file = join(data, 'config.json');
  await writeFile(file, JSON.stringify(config({ source: undefined, planning: 'matrix' })));
  const strict = await tapehaul('collect', file, '--fail-on', 'missing', '--server', url);
  expect(strict.exitCode).toBe(4);
  expect(strict.stdout).toContain('Days missing in 1 of 1 series (13 of 15 days held)');
  expect(strict.stdout).toContain('BTCUSDT 1h: 13 of 15 days, 2 missing: the archive has no file');
  expect((await tapehaul('collect', file, '--server', url)).exitCode).toBe(0);
});
