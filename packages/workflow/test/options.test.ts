import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseConfig } from '@tapehaul/config';
import { TapehaulError } from '@tapehaul/errors';
import { networkOf } from '@tapehaul/network';
import { describe, expect, test } from 'vitest';
import {
  type Access,
  ArchiveCollectionWorkflow,
  archiveCollectionFlow,
  createCollectionMetrics,
  everyRow,
  fileRetries,
  planCollection,
} from '../src/index.ts';
import { collect, config, directory, key, output, simulator, zipsBelow } from './archive.ts';
import { collectReported, eventsOf, haveCollection, inRecord, refusal } from './reported.ts';

const ANYBODY: Access = {
  source: { credentials: 'anonymous', ownWays: ['s3', 's5cmd'] },
  storage: { credentials: 'chain', ownWays: [] },
};

describe('the flow', () => {
  test('says what it is called, and how often it tries', () => {
    const flow = new ArchiveCollectionWorkflow(
      config({ retry_attempts: 2, retry_delay_seconds: 7 }),
    ).getFlowConfig();
    expect(flow).toEqual({
      name: 'archive-collection-flow',
      description: expect.stringMatching(/\w/),
      tags: ['archive', 'collection', 'crypto', 'binance'],
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      task_runner: 'concurrent',
      retries: 2,
      retry_delay_seconds: 7,
    });
  });

  test('as a function takes a configuration that was not checked, and names all that is wrong with it', async () => {
    const metrics = createCollectionMetrics();
    const { source, ...others } = config();
    const input = { ...others, source: { endpoint: source.endpoint } };
    expect(await archiveCollectionFlow(input, metrics)).toMatchObject({ status: 'completed' });
    expect(metrics.collectionStats()).toMatchObject({ successful_tasks: 3 });
    const wrong = { ...input, markets: ['spt'], batch_size: 'x' };
    const error = await refusal(archiveCollectionFlow(wrong), 'config_invalid', 'spt', 'batch_size');
    expect(error.problems?.map(({ path }) => path).toSorted()).toEqual(['batch_size', 'markets[0]']);
  });

  test('is tried again in rounds of the file retries, each after its own delay', () => {
    const { retries, retryDelaySeconds } = fileRetries(
      parseConfig({
        ...config(),
        task_retry_attempts: 2,
        task_retry_delay_seconds: 10,
        retry_attempts: 1,
        retry_delay_seconds: 300,
      }),
    );
    expect(retries).toBe(5);
    if (typeof retryDelaySeconds !== 'function') return expect.unreachable('the delays grow');
    const delays = [1, 2, 3, 4, 5].map((attempt) => Number(retryDelaySeconds(attempt)));
    expect(delays[2]).toBe(300);
    for (const at of [0, 3]) {
      expect(delays[at]).toBeGreaterThan(0);
      expect(delays[at]).toBeLessThanOrEqual(10);
      expect(delays[at + 1]).toBeLessThanOrEqual(20);
    }
  });
});

describe('a version that the archive has replaced', () => {
  /** Gives the first file the content of the second one, upstream. */
  async function replace(): Promise<Buffer> {
    const [, second = ''] = await zipsBelow(output);
    const body = await readFile(join(output, second));
    const sidecar = (await readFile(join(output, `${second}.CHECKSUM`), 'utf8')).replace('07-02', '07-01');
    simulator.faults.add({ key: key('01'), fault: { kind: 'replace', body } });
    simulator.faults.add({
      key: `${key('01')}.CHECKSUM`,
      fault: { kind: 'replace', body: Buffer.from(sidecar) },
    });
    return body;
  }

  test.each([
    ['take_new', true, false],
    ['keep_both', true, true],
  ])('with %s is reported, and replaced', async (on_replaced, isNew, isKept) => {
    await haveCollection();
    const [first = ''] = await zipsBelow(output);
    const before = await readFile(join(output, first));
    const body = await replace();
    const { result, events } = await collectReported({ on_replaced, force_redownload: true });
    expect(result.status).toBe('completed');
    expect((await readFile(join(output, first))).equals(isNew ? body : before)).toBe(true);
    expect(eventsOf({ events }, 'change')).toMatchObject([
      {
        change: 'replaced',
        key: key('01'),
        facts: { held: { bytes: before.length }, archive: { bytes: body.length } },
      },
    ]);
    const versions = await inRecord(async (record) => await Array.fromAsync(everyRow(record.versions())));
    expect(versions).toMatchObject([{ key: key('01'), bytes: before.length, runId: result.run_id }]);
    const [{ path = null } = {}] = versions;
    if (isKept) expect((await readFile(join(output, path ?? ''))).equals(before)).toBe(true);
    else expect(path).toBeNull();
  });
});

describe('the access that a caller grants', () => {
  test('is asked before anything is connected to, and refuses with its own error', async () => {
    const access = (): Access => {
      throw new TapehaulError('source_not_allowed', 'that source is not ours', { hint: 'Use another one.' });
    };
    await refusal(collectReported({}, { access }), 'source_not_allowed', 'not ours', 'Use another one.');
    await refusal(Array.fromAsync(planCollection(config(), { access })), 'source_not_allowed');
    expect(simulator.requests.count()).toBe(0);
    const runs = await inRecord(async (record) => (await record.runs()).rows);
    expect(runs).toMatchObject([{ state: 'Failed' }]);
    const lines = await inRecord(async (record) => (await record.logs(runs[0]?.runId ?? '')).rows);
    expect(lines.at(-1)).toMatchObject({
      level: 'error',
      message: expect.stringContaining('[source_not_allowed]'),
    });
  });

  test('without s5cmd sends everything over plain S3, whatever the configuration says', async () => {
    const source = { credentials: 'anonymous', ownWays: [] } as const;
    const { result, events } = await collectReported(
      { engine: 's5cmd' },
      { access: () => ({ ...ANYBODY, source }) },
    );
    expect(result.status).toBe('completed');
    expect(eventsOf({ events }, 'started')).toMatchObject([
      { engine: 's3', why_not_s5cmd: 's5cmd is not allowed for this source' },
    ]);
  });

  test('with a network of its own goes where that leads', async () => {
    const network = networkOf({ HTTP_PROXY: 'http://127.0.0.1:9' });
    const source = { ...ANYBODY.source, network };
    const away = config({ source: { endpoint: 'http://archive.invalid' } });
    const result = await new ArchiveCollectionWorkflow(away, {
      access: () => ({ ...ANYBODY, source }),
      today: '2025-07-20',
    }).execute();
    expect(result).toMatchObject({ status: 'failed', exit_code: 5, error: { code: 'proxy_unreachable' } });
  });

  test('that confines files refuses a link that leads out of the output directory', async () => {
    await haveCollection();
    const { rename, symlink } = await import('node:fs/promises');
    await rename(join(output, 'bronze'), join(directory, 'outside'));
    await symlink(join(directory, 'outside'), join(output, 'bronze'));
    const dates = { date_range: { start: '2025-07-04', end: '2025-07-04' }, task_retry_attempts: 0 };
    const confined = await collectReported(dates, { access: () => ({ ...ANYBODY, confined: true }) });
    expect(confined.result).toMatchObject({
      exit_code: 7,
      failures: [{ error: { code: 'target_blocked' } }],
    });
    expect(await collect(dates)).toMatchObject({ status: 'completed' });
  });
});

describe('what cannot begin', () => {
  test.each<[string, object, Record<string, string>, string]>([
    ['a matrix that is no matrix', { matrix_path: 'wrong.json' }, {}, 'matrix_invalid'],
    ['a matrix that does not exist', { matrix_path: 'none.json' }, {}, 'config_unreadable'],
  ])(
    '%s fails the run with its code, and no file',
    async (_, { matrix_path }: { matrix_path?: string }, __, code) => {
      await writeFile(join(directory, 'wrong.json'), '{"rows":[]}');
      const result = await collect({ matrix_path: join(directory, matrix_path ?? '') });
      expect(result).toMatchObject({ status: 'failed', exit_code: 2, error: { code }, failures: [] });
      expect(result.metadata).toMatchObject({ status: 'failed', files: {} });
      expect(simulator.requests.count()).toBe(0);
    },
  );

  test('an s5cmd that is insisted on and cannot be found is a refusal before anything is fetched', async () => {
    const env = { PATH: '/nowhere', S5CMD_PATH: join(directory, 'none') };
    await refusal(collectReported({ engine: 's5cmd' }, { env }), 'engine_unavailable', 'S5CMD_PATH');
    expect(simulator.requests.count()).toBe(0);
  });

  test('a proxy that is none is a refusal by its variable, and makes no directory', async () => {
    await refusal(
      collectReported({}, { env: { HTTP_PROXY: 'ftp://nobody' } }),
      'config_invalid',
      'HTTP_PROXY',
    );
    await expect(stat(output)).rejects.toThrow('ENOENT');
  });
});
