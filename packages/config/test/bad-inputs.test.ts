import { describe, expect, test } from 'vitest';
import { checkConfig, problemText } from '../src/index.ts';
import { valid } from './valid.ts';

const bucket = (storage: object) => ({
  ...valid,
  use_cloud_storage: true,
  storage: { type: 's3', ...storage },
});
const range = (start: unknown, end: unknown) => ({ date_range: { start, end } });

type BadInput = readonly [file: unknown, env?: Record<string, string>, overrides?: Record<string, unknown>];

const BAD_INPUTS: readonly BadInput[] = [
  [null],
  ['text'],
  [[]],
  [{}],
  [{ ...valid, markets: [] }],
  [{ ...valid, markets: 5 }],
  [{ ...valid, markets: ['perpetual'] }],
  [{ ...valid, markets: ['futures'] }],
  [{ ...valid, markets: ['derivatives'] }],
  [{ ...valid, markets: [1] }],
  [{ ...valid, symbols: [] }],
  [{ ...valid, symbols: 7 }],
  [{ ...valid, symbols: ['BTC'] }],
  [{ ...valid, symbols: ['BTC/USDT:USDT'] }],
  [{ ...valid, symbols: ['BTC USDT!'] }],
  [{ ...valid, symbols: ['../../etc'] }],
  [{ ...valid, symbols: ['*USDT'], planning: 'matrix' }],
  [{ ...valid, symbols: [null] }],
  [{ ...valid, symbols: {} }],
  [{ ...valid, symbols: { futures_um: ['BTCUSDT'] } }],
  [{ ...valid, symbols: { spott: ['BTCUSDT'] } }],
  [{ ...valid, symbols: { spot: ['btc'] } }],
  [{ ...valid, exclude_symbols: ['a b'] }],
  [{ ...valid, data_types: ['klin'] }],
  [{ ...valid, data_types: ['quotes'] }],
  [{ ...valid, data_types: ['fundingrat'] }],
  [{ ...valid, data_types: ['depth'] }],
  [{ ...valid, intervals: ['7m'] }],
  [{ ...valid, intervals: ['90m'] }],
  [{ ...valid, intervals: [] }],
  [{ ...valid, intervals: { candels: ['1h'] } }],
  [{ ...valid, intervals: { klines: ['7m'] } }],
  [{ ...valid, date_range: undefined }],
  [{ ...valid, date_range: 'July' }],
  [{ ...valid, ...range('07/01/2025', '15/07/2025') }],
  [{ ...valid, ...range('2025-02-30', '2025-07-15') }],
  [{ ...valid, ...range('2025-07-01T00:00:00+09:00', '2025-07-15') }],
  [{ ...valid, ...range('2025-07-15', '2025-07-01') }],
  [{ ...valid, ...range('2025-07-01', 'lastest') }],
  [{ ...valid, date_range: { start: '2025-07-01' } }],
  [{ ...valid, ...range('2025-07-01', '9999-12-31') }],
  [{ ...valid, date_range: { start: '2025-07-01', end: '2025-07-02', step: 1 } }],
  [{ ...valid, planning: 'list' }],
  [{ ...valid, partition: 'weekly' }],
  [{ ...valid, layout: 'hive' }],
  [{ ...valid, engine: 's5' }],
  [{ ...valid, engine: 's5cmd', enable_s5cmd: false }],
  [{ ...valid, max_parallel_downloads: 0 }],
  [{ ...valid, max_parallel_downloads: 1000 }],
  [{ ...valid, max_parallel_downloads: '4' }],
  [{ ...valid, batch_size: 1.5 }],
  [{ ...valid, part_size_mb: 1 }],
  [{ ...valid, timeout_seconds: 0 }],
  [{ ...valid, retry_attempts: -1 }],
  [{ ...valid, retry_delay_seconds: '1m' }],
  [{ ...valid, download_checksum: 'yes' }],
  [{ ...valid, proof: 'full' }],
  [{ ...valid, proof: 'deep', download_checksum: false }],
  [{ ...valid, '': '/' }],
  [{ ...valid, workflow_type: 'archive' }],
  [{ ...valid, matrix_path: '' }],
  [{ ...valid, output_directory: ' ' }],
  [{ ...valid, output_directory: 'a\0b' }],
  [{ ...valid, environment: 'prod' }],
  [{ ...valid, environment: 'production', max_parallel_downloads: 50 }],
  [{ ...valid, environment: 'production', enable_monitoring: false }],
  [{ ...valid, durability: 'groups' }],
  [{ ...valid, paranoid: 'very' }],
  [{ ...valid, use_cloud_storage: true }],
  [{ ...valid, use_cloud_storage: true, storage: { type: 'local' } }],
  [{ ...valid, use_cloud_storage: true, storage: { type: 'gcs', bucket: 'mine' } }],
  [{ ...valid, use_cloud_storage: true, storage: { type: 's3' } }],
  [{ ...valid, use_cloud_storage: true, storage: 's3' }],
  [{ ...valid, storage: { type: 's3', bucket: 'mine' } }],
  [{ ...valid, storage: { bucket: 'mine', endpoint: 'https://minio.example:9000' } }],
  [{ ...valid, use_cloud_storage: false, storage: { type: 's3', bucket: 'Market_Archive' } }],
  [bucket({ bucket: 's3://mine/lake' })],
  [bucket({ bucket: '192.168.0.1' })],
  [bucket({ bucket: 7 })],
  [bucket({ bucket: 'mine', prefix: '/lake//raw' })],
  [bucket({ bucket: 'mine', prefix: '../lake' })],
  [bucket({ bucket: 'mine', endpoint: 'http://host/mine', region: '' })],
  [bucket({ bucket: 'mine', endpoint: 'http://user:pass@host' })],
  [bucket({ bucket: 'mine', access_key_id: 'AKIA', options: { secretAccessKey: 'x' } })],
  [{ ...valid, storage: { type: 'local', password: 'x' } }],
  [{ ...valid, source: { endpoint: 'ftp://host' } }],
  [{ ...valid, source: { endpoint: 'http://host/path' } }],
  [{ ...valid, source: { bucket: '' } }],
  [{ ...valid, source: { url: 'http://host' } }],
  [
    {
      ...valid,
      markets: ['spt'],
      ...range('2025-07-15', '2025-07-01'),
      environment: 'production',
      max_parallel_downloads: 50,
    },
  ],
  [{ ...valid, workflow_type: 'gap_filling' }],
  [{ ...valid, output_directory: 's3://Market_Archive/lake' }],
  [{ ...valid, output_directory: 'gs://market-archive/lake' }],
  [{ ...valid, output_directory: '~bob/lake' }],
  [{ ...valid, output_directory: 'file://server/lake' }],
  [{ ...valid, output_directory: 's3://one-archive/lake', storage: { type: 's3', bucket: 'other-archive' } }],
  [{ ...valid, matrix_path: 's3://market-archive/matrix.json' }],
  [{ ...valid, base_url: 'https://mirror.example/binance/data/' }],
  [{ ...valid, source: 'https://mirror.example/' }],
  [{ ...valid, endpoint_url: 'http://localhost:9000' }],
  [{ ...valid, s3_config: { bucket: 'mine', access_key_id: 'EXAMPLE', secret_access_key: 'x' } }],
  [{ ...valid, deep: { list: [{ apiKey: 'x' }] } }],
  [{ ...valid, aws_profile: 'team', verify_ssl: false }],
  [{ ...valid, s5cmd_extra_args: ['--endpoint-url=http://localhost:9000', '--stat'] }],
  [{ ...valid, max_workers: 4, performance_optimization: { concurrency: 8 } }],
  [{ ...valid, quality_control: { timeout: 'long' } }],
  [{ ...valid, skip_existing: 'yes' }],
  [{ ...valid, dry_run: true, max_files: 10, days_back: 7 }],
  [{ ...valid, frequency: 'daily', partitions: ['weekly'] }],
  [{ ...valid, date_range: undefined, dates: ['2025-07-01', '2025-07-03', '2025-07-05'] }],
  [{ ...valid, destination_zone: 'bronze', symbol_source: 'file' }],
  [{ ...valid, storage: { type: 's3', bucket: 'mine', path: 'lake' }, use_cloud_storage: true }],
  [{ ...valid, source: { style: 'none' }, engine: 's5cmd' }],
  [{ ...valid, source: { style: 'virtual', prefix: '/mirror/' } }],
  [{ ...valid, record: 'postgres://ann:secret@db:5432/records' }],
  [valid, { TAPEHAUL_BATCH_SIZE: 'many' }],
  [valid, { TAPEHAUL_SOURCE_ENDPOINT: 'nonsense://x' }],
  [valid, {}, { bach_size: 10 }],
  [
    valid,
    { TAPEHAUL_USE_CLOUD_STORAGE: 'true', TAPEHAUL_STORAGE_TYPE: 's3', TAPEHAUL_STORAGE_BUCKET: 'a_b' },
  ],
  [valid, {}, { 'storage.buckt': 'mine' }],
  [valid, {}, { 'storage.secret_key': 'x' }],
  [valid, {}, { markets: 'spot,futures' }],
];

/** What is wrong in an input, beside a valid configuration. */
function difference(file: unknown): unknown {
  if (typeof file !== 'object' || file === null || !('markets' in file)) return file;
  const entries = Object.entries(file).filter(([key, value]) =>
    Object.entries(valid).every(([k, v]) => k !== key || v !== value),
  );
  return Object.fromEntries(entries);
}

const HEADING = `# Messages about faulty configurations

Each input is a valid configuration but for what is shown (the first four are shown whole). This page is written by a test
(\`packages/config/test/bad-inputs.test.ts\`), so it is what the command prints.
`;

describe('a faulty configuration', () => {
  test.each(BAD_INPUTS.map((input) => ({ input })))('is refused: $input', ({ input }) => {
    const [file, env = {}, overrides = {}] = input;
    const { config, problems } = checkConfig(file, { env, overrides });
    expect(config).toBeUndefined();
    expect(problems.length).toBeGreaterThan(0);
  });

  test('is answered as the documentation shows', async () => {
    const sections = BAD_INPUTS.map(([file, env = {}, overrides = {}]) => {
      const variables = Object.entries(env).map(([name, value]) => `${name}=${value} `);
      const set = Object.entries(overrides).map(([key, value]) => ` --set ${key}=${value}`);
      const input = `${variables.join('')}${JSON.stringify(difference(file)) ?? 'nothing'}${set.join('')}`;
      const says = checkConfig(file, { env, overrides }).problems.map(
        (problem) => `    ${problemText(problem)}`,
      );
      return `\`${input}\`\n\n${says.join('\n')}\n`;
    });
    await expect([HEADING, ...sections].join('\n')).toMatchFileSnapshot(
      '../../../docs/configuration-errors.md',
    );
  });
});
