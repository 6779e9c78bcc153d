import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { expectAlike, type Given, type Line, tapehaul } from './both-ways.ts';
import { data, simulator, url } from './service.ts';

describe('collect --server ends as collect does', () => {
  test('3: some files failed', async () => {
    simulator.faults.add({
      key: /2025-07-03/,
      operation: 'object',
      fault: { kind: 'status', status: 403, code: 'AccessDenied' },
    });
    await expectAlike(3, { task_retry_attempts: 0 });
  });

  test('1: failed', { tags: 'heavy' }, async () => {
    simulator.faults.add({
      key: /./,
      operation: 'list',
      fault: { kind: 'status', status: 403, code: 'AccessDenied' },
    });
    expect(await expectAlike(1, { planning: 'listing' })).toMatchObject({ code: 'access_denied' });
  });

  test.each<[string, (endpoint: string) => Given & { readonly more?: object }, string]>([
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
  ])('1: a server of %s that is no source', async (_, given, words) => {
    const { more, ...how } = given(simulator.url);
    simulator.faults.add({ key: /./, fault: { kind: 'status', status: 404, code: 'NotFound' } });
    const end = await expectAlike(1, { ...more }, () => {}, how);
    expect(end.message).toContain(`source.endpoint is ${simulator.url} (${words})`);
  });

  test('1: a bucket that does not exist and is the default', { tags: 'heavy' }, async () => {
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

  test('7: the disk', { tags: 'heavy' }, async () => {
    await writeFile(join(data, 'btc'), '');
    await writeFile(join(data, 'here', 'btc'), '');
    expect(await expectAlike(7)).toMatchObject({ code: 'target_blocked' });
  });

  test('5: try again later', { tags: 'heavy' }, async () => {
    simulator.faults.add({
      key: /./,
      operation: 'list',
      fault: { kind: 'status', status: 503, code: 'SlowDown' },
    });
    await expectAlike(5, { planning: 'listing' });
  });

  test('130: cancelled by another command', { tags: 'heavy' }, async () => {
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
