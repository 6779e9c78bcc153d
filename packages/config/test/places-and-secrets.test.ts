import { TapehaulError } from '@tapehaul/errors';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkConfig, explainConfig, parseConfig } from '../src/index.ts';
import { valid } from './valid.ts';

describe('a configuration', () => {
  test('lets the environment win over the file', () => {
    const env = { TAPEHAUL_SOURCE_ENDPOINT: 'http://127.0.0.1:9000', TAPEHAUL_SOURCE_BUCKET: '' };
    const input = { ...valid, source: { endpoint: 'https://a.example', bucket: 'mine' } };
    expect(parseConfig(input, { env }).source).toMatchObject({
      endpoint: 'http://127.0.0.1:9000',
      bucket: 'mine',
    });
    expect(checkConfig(valid, { env: { TAPEHAUL_SOURCE_ENDPOINT: 'nonsense://x' } }).problems).toHaveLength(
      1,
    );
  });

  test('sends files to the output directory by default, and with the storage keys that teams have', () => {
    expect(parseConfig(valid).storage).toEqual({ type: 'local' });
    const storage = { type: 'local', compression: true, partition_format: 'year/month/day', bucket: '' };
    expect(parseConfig({ ...valid, use_cloud_storage: false, storage }).storage).toEqual({ type: 'local' });
  });

  test('sends files to a bucket, whose keys the environment and overrides reach one by one', () => {
    const input = { ...valid, use_cloud_storage: true, storage: { type: 's3', bucket: 'market.archive' } };
    expect(parseConfig(input).storage).toEqual({
      type: 's3',
      bucket: 'market.archive',
      prefix: '',
      region: 'us-east-1',
    });
    const options = {
      env: { TAPEHAUL_STORAGE_ENDPOINT: 'minio.example', TAPEHAUL_STORAGE_REGION: 'eu-west-1' },
      overrides: { 'storage.bucket': '123', 'storage.prefix': 'lake/raw/' },
    };
    expect(parseConfig(input, options).storage).toEqual({
      type: 's3',
      bucket: '123',
      prefix: 'lake/raw',
      endpoint: 'https://minio.example',
      region: 'eu-west-1',
    });
    expect(explainConfig(input, options).filter(({ path }) => path.startsWith('storage.'))).toMatchObject([
      { path: 'storage.type', origin: 'file' },
      { path: 'storage.bucket', value: '123', origin: 'override' },
      { path: 'storage.prefix', value: 'lake/raw', origin: 'override' },
      { path: 'storage.endpoint', origin: 'environment TAPEHAUL_STORAGE_ENDPOINT' },
      { path: 'storage.region', origin: 'environment TAPEHAUL_STORAGE_REGION' },
    ]);
  });

  test('refuses secrets and repeats none of them', () => {
    const storage = {
      type: 's3',
      bucket: 'mine',
      endpoint: 'http://me:hidden1@host',
      'session-token': 'hidden2',
      credentials: { id: 'hidden3' },
    };
    const options = { overrides: { 'storage.password': 'hidden4' } };
    const { problems } = checkConfig({ ...valid, use_cloud_storage: true, storage }, options);
    expect(problems.map(({ path }) => path).sort()).toEqual([
      'storage.credentials',
      'storage.endpoint',
      'storage.password',
      'storage.session-token',
    ]);
    expect(JSON.stringify(problems)).not.toContain('hidden');
    expect(JSON.stringify(problems)).toContain('AWS_PROFILE');
  });

  test.each(['record', 'record_url', 'database_url'])(
    'does not name the database of the record: %s is refused, and its password is not repeated',
    (key) => {
      const { problems } = checkConfig({ ...valid, [key]: 'postgres://ann:hidden5@db.example/records' });
      expect(problems).toMatchObject([
        { path: key, message: expect.stringContaining('set TAPEHAUL_RECORD_URL in the environment') },
      ]);
      expect(JSON.stringify(problems)).not.toContain('hidden5');
      expect(
        checkConfig(valid, { env: { TAPEHAUL_RECORD_URL: 'postgres://db.example/records' } }).warnings,
      ).toEqual(checkConfig(valid).warnings);
    },
  );

  test('never makes the check crash', () => {
    const anything = fc.oneof(
      fc.anything(),
      fc.record({
        markets: fc.anything(),
        symbols: fc.anything(),
        date_range: fc.anything(),
        source: fc.anything(),
        use_cloud_storage: fc.oneof(fc.boolean(), fc.anything()),
        storage: fc.oneof(fc.anything(), fc.record({ type: fc.constant('s3'), bucket: fc.anything() })),
      }),
    );
    fc.assert(
      fc.property(anything, (input) => {
        const { config, problems } = checkConfig(input);
        expect(config === undefined).toBe(problems.length > 0);
      }),
    );
  });

  test('refusals say what to do next', () => {
    try {
      parseConfig({});
      expect.unreachable();
    } catch (error) {
      expect(error instanceof TapehaulError ? error.hint : '').toContain('Correct the fields');
    }
  });
});
