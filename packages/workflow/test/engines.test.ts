import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  type AccessOf,
  ArchiveCollectionWorkflow,
  diagnose,
  planCollection,
  type StartedEvent,
} from '../src/index.ts';
import { config, directory, simulator } from './archive.ts';
import { refusal } from './reported.ts';

/** An environment whose s5cmd says its version and does nothing else. */
async function withS5cmd(): Promise<Record<string, string | undefined>> {
  const path = join(directory, 's5cmd');
  await writeFile(path, '#!/bin/sh\necho v2.3.0\n', { mode: 0o755 });
  return { ...process.env, S5CMD_PATH: path };
}

const withoutS5cmd = () => ({ ...process.env, S5CMD_PATH: join(directory, 'nowhere') });

/** The beginning of a run that is stopped there, and its result. */
async function beginning(more: object, access?: AccessOf) {
  const stop = new AbortController();
  let started: StartedEvent | undefined;
  const onEvent: NonNullable<ConstructorParameters<typeof ArchiveCollectionWorkflow>[1]>['onEvent'] = (
    event,
  ) => {
    if (event.kind !== 'started') return;
    started = event;
    stop.abort();
  };
  const options = { env: await withS5cmd(), onEvent, ...(access === undefined ? {} : { access }) };
  const { signal } = stop;
  const result = await new ArchiveCollectionWorkflow(config(more), options).execute({ signal });
  return { started, statistics: result.downloader_stats };
}

const accessWith = (source: Partial<ReturnType<AccessOf>['source']>): AccessOf => {
  return () => ({
    source: { credentials: 'anonymous', ownWays: ['s5cmd'], ...source },
    storage: { credentials: 'anonymous', ownWays: [] },
  });
};

test.each([
  ['auto', { engine: 'auto' }],
  ['s5cmd', { engine: 's5cmd', enable_batch_mode: false }],
])('a run says that it uses s5cmd with %s, and which program that is', async (engine, more) => {
  const { started, statistics } = await beginning(more);
  const s5cmd = { path: join(directory, 's5cmd'), version: '2.3.0' };
  const batch_size = engine === 'auto' ? 50 : null;
  expect(started).toMatchObject({ engine, s5cmd, why_not_s5cmd: null, batch_size });
  expect(statistics).toMatchObject({ s5cmd_available: true, batch_mode_enabled: engine === 'auto' });
});

test.each([
  [{ engine: 's3' }, 'engine is s3'],
  [{ enable_s5cmd: false }, 'enable_s5cmd is false'],
  [{ engine: 's3', enable_s5cmd: false }, 'enable_s5cmd is false'],
  [{ max_bytes_per_second: 1_000_000 }, 's5cmd cannot keep to max_bytes_per_second'],
  [{ max_requests_per_second: 50 }, 's5cmd cannot keep to max_requests_per_second'],
  [
    { source: { endpoint: 'http://localhost:9', style: 'host' } },
    'source.style is host: s5cmd supports the bucket in the path only',
  ],
  [{}, 's5cmd is not allowed for this source', accessWith({ ownWays: [] })],
  [{}, 's5cmd reads without credentials only', accessWith({ credentials: 'chain' })],
] as const)('a run with %j uses plain S3 alone, because %s', async (more, why, access?: AccessOf) => {
  const { started, statistics } = await beginning({ engine: 'auto', ...more }, access);
  expect(started).toMatchObject({ engine: 's3', s5cmd: null, why_not_s5cmd: why });
  expect(statistics).toMatchObject({ s5cmd_available: false });
});

test('a run that insists on s5cmd is refused without the program; with auto it is not', async () => {
  const env = withoutS5cmd();
  const insisting = new ArchiveCollectionWorkflow(config({ engine: 's5cmd' }), { env }).execute();
  const { message, hint } = await refusal(insisting, 'engine_unavailable');
  expect(message).toBe(
    `engine is s5cmd, but S5CMD_PATH, the only place that is searched, is ${env.S5CMD_PATH}: no s5cmd that answers`,
  );
  expect(hint).toBe('Install s5cmd, set S5CMD_PATH to it, or set engine to auto.');
  const result = await new ArchiveCollectionWorkflow(config({ engine: 'auto' }), { env }).execute();
  expect(result).toMatchObject({ status: 'completed', downloader_stats: { s5cmd_available: false } });
});

test.each([
  ['found', { engine: 'auto' }, 'ok', /^s5cmd 2\.3\.0 at /, ''],
  ['found', { engine: 's3' }, 'ok', /^not used: the configuration turns it off$/, ''],
  ['found', { engine: 'auto', enable_s5cmd: false }, 'ok', /^not used: the configuration turns it off$/, ''],
  [
    'missing',
    { engine: 'auto' },
    'warning',
    /no s5cmd that answers$/,
    'Without it, plain S3 downloads everything. Install s5cmd 2.3 on PATH, or set S5CMD_PATH to it.',
  ],
] as const)(
  'doctor on an s5cmd that is %s, with %j, says %s',
  async (place, more, status, message, remedy) => {
    const env = place === 'found' ? await withS5cmd() : withoutS5cmd();
    const findings = await Array.fromAsync(diagnose(config(more), env));
    const about = findings.filter(({ check }) => check === 's5cmd' || check === 's3');
    expect(about).toEqual([{ check: 's5cmd', status, message: expect.stringMatching(message), remedy }]);
  },
);

// Hours of candles are small files; trades of that day are above 2 MiB by their typical size.
const small = { data_types: ['klines'] };
const large = { data_types: ['trades'], intervals: undefined };
test.each([
  [{ engine: 'auto', ...small }, 2, 's3'],
  [{ engine: 'auto', ...large }, 3, 's5cmd'],
  [{ engine: 'auto', ...large, download_checksum: false }, 2, 's5cmd'],
  [{ engine: 'auto', ...large, enable_s5cmd: false }, 2, 's3'],
  [{ engine: 'auto', ...large, max_bytes_per_second: 1_000_000 }, 2, 's3'],
  [{ engine: 's5cmd', ...small }, 3, 's5cmd'],
  [{ engine: 's5cmd', ...small, download_checksum: false }, 2, 's5cmd'],
  [{ engine: 's3', ...large }, 2, 's3'],
  [{ engine: 's3', ...large, download_checksum: false }, 1, 's3'],
])('a plan with %j counts %i requests for each file, over %s', async (more, each, engine) => {
  const records = await Array.fromAsync(planCollection(config({ planning: 'matrix', ...more })));
  const summary = records.at(-1);
  expect(summary).toMatchObject({ kind: 'summary', files: 3, requests: 3 * each });
  const bytes = summary?.kind === 'summary' ? summary.fetch_bytes : 0;
  expect(summary).toMatchObject({ by_engine: [{ engine, files: 3, bytes }] });
  expect(simulator.requests.count()).toBe(0);
});
