import { glob, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { someOf } from '@tapehaul/testkit';
import { type Act, bomb, replaced, startHostileServer, zeros, zipOf } from '@tapehaul/testkit/hostile';
import { expect, test } from 'vitest';
import { trial } from './slow.ts';

const digest = '0123456789abcdef'.repeat(4);
const chunk = Buffer.alloc(65_536, 'a');

/** What a source does with the sidecars of one day each, and how that file must end. */
const SOURCES: Readonly<Record<string, { readonly act: Act; readonly code: string }>> = {
  '01': {
    act: async ({ answer, honest, send }) => {
      await answer({ 'content-length': honest.length });
      for (const byte of honest) {
        await send(Buffer.of(byte));
        await sleep(50);
      }
    },
    code: 'too_slow',
  },
  '02': {
    act: async ({ answer }) => {
      await answer({ location: 'http://127.0.0.1:9/elsewhere', 'content-length': 0 }, '', '302 Found');
      return 'keep';
    },
    code: 'request_refused',
  },
  '03': {
    act: async ({ answer, forEver }) => {
      await answer({ 'content-length': 2 ** 30 });
      await forEver(chunk, 2);
    },
    code: 'sidecar_invalid',
  },
  '04': {
    act: async ({ answer, forEver }) => {
      await answer({ 'transfer-encoding': 'chunked' });
      await forEver(`64\r\n${'a'.repeat(100)}\r\n`, 1);
    },
    code: 'sidecar_invalid',
  },
  '05': { act: replaced(`${digest}  ../../etc/passwd`), code: 'sidecar_invalid' },
  '06': { act: ({ left }) => left(), code: 'stalled' },
};

test('adopt bears a hostile source: each file without a sidecar ends with its reason, the others are taken', {
  tags: 'heavy',
}, async () => {
  await using it = await trial();
  const other = join(it.directory, 'other');
  await it.collect({ layout: 'archive', output_directory: other });
  for (const ours of ['.tapehaul', '_runs']) await rm(join(other, ours), { recursive: true });
  for (const file of await Array.fromAsync(glob('**/*.CHECKSUM', { cwd: other }))) {
    if (dayOf(file) in SOURCES) await rm(join(other, file));
  }
  const [bomb = ''] = await Array.fromAsync(glob('**/*-07.zip', { cwd: other }));
  await writeFile(join(other, bomb), zipOf([zeros('a.csv', 64 * 2 ** 20)]));
  await using server = await startHostileServer(it.archive.url, (_, path) =>
    path.endsWith('.CHECKSUM') ? SOURCES[dayOf(path)]?.act : undefined,
  );
  const limits = ['timeout_seconds=2', 'low_speed_limit=200', 'low_speed_seconds=1'];
  const args = ['adopt', other, '--dir', it.output, '--json', ...limits.flatMap((it) => ['--set', it])];
  const { stdout, exitCode } = await it.run(args, { TAPEHAUL_SOURCE_ENDPOINT: server.url });
  const lines = String(stdout)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const failed = lines.filter(({ status }) => status === 'failed');
  const ends = Object.fromEntries(failed.map(({ path, error }) => [dayOf(path), error.code]));
  expect(ends).toEqual({
    ...Object.fromEntries(Object.entries(SOURCES).map(([day, { code }]) => [day, code])),
    '07': 'checksum_disputed',
  });
  expect(lines.at(-1)).toMatchObject({ adopted: 8, failed: 7 });
  expect(exitCode).toBe(6);
});

test.each(
  someOf(
    [
      ['four gigabytes', 0xff_ff_ff_00, 'zip_refused'],
      ['a hundred bytes', 100, 'not_a_zip'],
    ],
    2,
  ),
)(
  'an unproved zip that holds ten gigabytes and states %s is refused offline, others are taken',
  async (_, stated, code) => {
    await using it = await trial();
    const other = join(it.directory, 'other');
    await it.collect({ layout: 'archive', output_directory: other });
    for (const ours of ['.tapehaul', '_runs']) await rm(join(other, ours), { recursive: true });
    const [file = ''] = await Array.fromAsync(glob('**/*-07.zip', { cwd: other }));
    await rm(join(other, `${file}.CHECKSUM`));
    await writeFile(join(other, file), bomb(stated));
    const { stdout, exitCode } = await it.run(['adopt', other, '--dir', it.output, '--offline', '--json']);
    const lines = String(stdout)
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.filter(({ status }) => status === 'failed')).toMatchObject([
      { path: file, error: { code } },
    ]);
    expect(lines.at(-1)).toMatchObject({ adopted: 14, failed: 1 });
    expect(exitCode).toBe(3);
  },
);

/** Day of July 2025 in a path. */
function dayOf(path: string): string {
  return /-07-(\d\d)\.zip/.exec(path)?.[1] ?? '';
}
