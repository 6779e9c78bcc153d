import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { recordPath } from '@tapehaul/catalog-sqlite';
import { startBucketServer } from '@tapehaul/testkit/network';
import { describe, expect, test, vi } from 'vitest';
import { createCollectionMetrics, type SetupPoint, type SetupPointName } from '../src/index.ts';
import { expectOnly, failedOf, POINTS, setUp, temporary } from './set-up.ts';

describe.concurrent('a set-up', () => {
  test('that works passes in all points, and only a probe that is removed was in its output directory', async () => {
    const { own, run } = await setUp();
    const tried: string[] = [];
    const tested = await run({ onPoint: ({ point }) => tried.push(point) });
    expect(failedOf(tested)).toEqual([]);
    expect(tested).toMatchObject({ passed: true });
    expect(tried).toEqual(POINTS);
    expect(tested.points.map(({ message }) => message)).toEqual([
      expect.stringContaining('recorded as Completed'),
      expect.stringContaining('BTCUSDT-1h-2025-07-01.zip'),
      '4 downloads ran together; the task runner is concurrent',
      expect.stringMatching(/attempt 2; .*\(checksum_disputed\) and quarantined$/),
      expect.stringMatching(/^24 files in 1 batch, up to [2-9] at once/),
      expect.stringMatching(/^s5cmd 2\.3\.0 at .* downloaded 6 files in 1 batch$/),
      expect.stringContaining('written, read back, replaced and removed'),
      expect.stringContaining('3 downloaded, 1 absent, 1 retried'),
    ]);
    expect(await readdir(own)).toEqual(['collection.json']);
  });

  test('whose record is damaged fails in the initialization, until the record is removed', async () => {
    const { output, run } = await setUp();
    await mkdir(dirname(recordPath(output)), { recursive: true });
    await writeFile(recordPath(output), 'this is no database '.repeat(1_000));
    await expectOnly('workflow_initialization', await run(), [/record/, /tapehaul repair/], async () => {
      await rm(dirname(recordPath(output)), { recursive: true });
      return run({ only: ['workflow_initialization'] });
    });
  });

  test('with a fault in its configuration fails in that, until it is corrected', async () => {
    const { run, write } = await setUp({ markets: ['sspot'] });
    const texts = [/markets\[0\]: got "sspot".*did you mean spot/, /tapehaul validate/] as const;
    await expectOnly('flow_configuration', await run({ only: ['flow_configuration'] }), texts, async () => {
      await write({});
      return run({ only: ['flow_configuration'] });
    });
  });

  test('without retries fails in the handling of errors, until there are some', async () => {
    const { run, write } = await setUp({ task_retry_attempts: 0, retry_attempts: 0 });
    const texts = [/given up after 1 attempt/, /task_retry_attempts to 1/] as const;
    await expectOnly('error_handling', await run({ only: ['error_handling'] }), texts, async () => {
      await write({ task_retry_attempts: 1, retry_attempts: 0 });
      return run({ only: ['error_handling'] });
    });
  });

  test.each<[SetupPointName, object, RegExp]>([
    ['flow_configuration', { matrix_path: 'nowhere.json' }, /matrix_path is "nowhere\.json"/],
    ['flow_configuration', { data_types: ['fundingRate'] }, /the request has no file/],
    ['error_handling', { proof: 'none' }, /contradicts its published checksum was accepted/],
    ['batch_download', { max_bytes_per_second: 1_024 }, /max_bytes_per_second is 1,024/],
  ])('fails in %s with %j', async (point, fault, message) => {
    const { run } = await setUp(fault);
    const { points } = await run({ only: [point], pointSeconds: 8 });
    expect(points).toMatchObject([{ point, status: 'failed', message: expect.stringMatching(message) }]);
  });

  test('that downloads one file at a time fails in batches, until more are allowed', {
    tags: 'heavy',
  }, async () => {
    const { run, write } = await setUp({ max_parallel_downloads: 1 });
    const texts = [/one after another/, /max_parallel_downloads to 2/] as const;
    await expectOnly('batch_download', await run(), texts, async () => {
      await write({ max_parallel_downloads: 2 });
      return run({ only: ['batch_download'] });
    });
  });

  test('whose s5cmd does nothing fails in s5cmd, until it is the real one or turned off', async () => {
    const { own, run, write } = await setUp();
    const program = join(own, 's5cmd');
    await writeFile(program, '#!/bin/sh\necho v2.3.0\n', { mode: 0o755 });
    const env = { ...process.env, S5CMD_PATH: program };
    const only = ['s5cmd_integration'] as const;
    const texts = [/downloaded 0 of 6 files/, /S5CMD_PATH/] as const;
    await expectOnly('s5cmd_integration', await run({ env, only }), texts, async () => {
      await writeFile(program, '#!/bin/sh\necho hello\n');
      const [other] = (await run({ env, only })).points;
      expect(other).toMatchObject({ message: expect.stringContaining('no s5cmd that answers') });
      await write({ enable_s5cmd: false });
      const [unused] = (await run({ env, only })).points;
      expect(unused).toMatchObject({ status: 'passed', message: 'not used: enable_s5cmd is false' });
      await write({});
      return run({ only });
    });
  });

  test.each([
    ['to what version it is', 'exec sleep 600'],
    ['once it downloads', 'case "$*" in version) echo v2.3.0 ;; *) exec sleep 600 ;; esac'],
  ])('whose s5cmd does not answer %s fails in s5cmd, whatever the load of the machine', async (_, script) => {
    const { own, run } = await setUp();
    const program = join(own, 's5cmd');
    await writeFile(program, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    const env = { ...process.env, S5CMD_PATH: program };
    const only = ['s5cmd_integration'] as const;
    const tested = await run({ env, only, pointSeconds: 5.25, seconds: 17.123_456 });
    await expectOnly('s5cmd_integration', tested, [/s5cmd/, /^Install s5cmd.*S5CMD_PATH/], () =>
      run({ only }),
    );
  });

  test('with a file in the place of its output directory fails in the storage, until it is moved away', async () => {
    const { output, run } = await setUp();
    await writeFile(output, 'a file');
    await expectOnly(
      'storage_interface',
      await run({ only: ['storage_interface'] }),
      [/is in the way/, /Move it away/],
      async () => {
        await rm(output);
        return run({ only: ['storage_interface'] });
      },
    );
  });

  test('with a bucket that refuses fails in the storage, until the bucket accepts files; nothing stays there', {
    tags: 'heavy',
  }, async () => {
    await using server = await startBucketServer('lake');
    const storage = { type: 's3', bucket: 'lake', prefix: 'raw', endpoint: server.url, region: 'us-east-1' };
    const { run } = await setUp({ use_cloud_storage: true, storage });
    server.fails = (request) => request.startsWith('PUT');
    await expectOnly('storage_interface', await run(), [/s3:\/\/lake\/raw/, /./], async () => {
      server.fails = () => false;
      return run({ only: ['storage_interface'] });
    });
    expect([...server.objects.keys()]).toEqual([]);
    expect(server.requests.filter((request) => request.startsWith('PUT raw/tapehaul-probe-'))).not.toEqual(
      [],
    );
  });

  test('without monitoring, or whose statistics lose files, fails in the metrics, until they count', async () => {
    const { run, write } = await setUp({ enable_monitoring: false });
    const only = ['metrics_collection'] as const;
    await expectOnly(
      'metrics_collection',
      await run(),
      [/enable_monitoring is false/, /to true/],
      async () => {
        await write({});
        const createMetrics = () => ({ ...createCollectionMetrics(), handle: () => {} });
        const [point] = (await run({ only, createMetrics })).points;
        expect(point).toMatchObject({ status: 'failed', message: /count 0 of files, the run reported 4/ });
        return run({ only });
      },
    );
  });

  test('whose trial is stopped rejects, and leaves nothing behind', async () => {
    const { own, run } = await setUp();
    const stop = new AbortController();
    const stopped = run({
      signal: stop.signal,
      onPoint: ({ point }) => point === 'task_runner' && stop.abort(),
    });
    await expect(stopped).rejects.toMatchObject({ code: 'cancelled' });
    expect(await readdir(own)).toEqual(['collection.json']);
  });
});

test('a set-up whose temporary folder is lost says so in the points that need it, and not to choose another output directory', async () => {
  const { own, run } = await setUp();
  const only = ['workflow_initialization', 'task_runner', 'storage_interface'] as const;
  const onPoint = ({ point }: SetupPoint): void => {
    if (point !== 'workflow_initialization') return;
    const [folder = ''] = readdirSync(temporary);
    rmSync(join(temporary, folder), { recursive: true });
    writeFileSync(join(temporary, folder), 'in the way');
  };
  const texts = [/tapehaul-setup-/, /^Set TMPDIR to a directory/] as const;
  await expectOnly('task_runner', await run({ only, onPoint }), texts, () => run({ only: ['task_runner'] }));
  expect(await readdir(own)).toEqual(['collection.json']);
});

test.each([
  ['nowhere', 'file_failed', /nowhere cannot be used: it does not exist/],
  ['collection.json', 'target_blocked', /collection\.json cannot be used: it is not a directory/],
])('a set-up is not tried with %s as the directory of temporary files', async (name, code, message) => {
  const { own, run } = await setUp();
  vi.stubEnv('TMPDIR', join(own, name));
  try {
    await expect(run()).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
      hint: expect.stringMatching(/^Set TMPDIR/),
    });
  } finally {
    vi.stubEnv('TMPDIR', temporary);
  }
});

test('no test of a set-up has left a temporary folder', async () => {
  expect(await readdir(temporary)).toEqual([]);
});
