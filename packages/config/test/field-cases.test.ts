import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { checkConfig, problemText, readJsonFile, readMatrix } from '../src/index.ts';

const folder = join(dirname(fileURLToPath(import.meta.url)), '../test/field-cases');

/** What each configuration of a team is read as, or why it is refused; and what is said of it. */
const CONFIGS: Readonly<
  Record<
    string,
    { readonly read?: object; readonly refused?: readonly string[]; readonly said: readonly string[] }
  >
> = {
  'a-date_range-start_date.json': {
    read: {
      workflow_type: 'archive_collection',
      date_range: { start: '2025-07-15', end: '2025-07-15' },
      output_directory: 'output/x',
    },
    said: [
      'date_range.start_date: read as date_range.start',
      'date_range.end_date: read as date_range.end',
      'version: ignored: informational only',
      'base_output_dir: read as output_directory',
      'dry_run: ignored: tapehaul plan is the dry run',
      'verbose: ignored: set by flags of the command: -v, -q, --log',
      'workflow_type: "archive_samples" is read as archive_collection',
    ],
  },
  'c-intervals-per-type.json': {
    read: {
      data_types: [
        'klines',
        'trades',
        'premiumIndexKlines',
        'markPriceKlines',
        'bookDepth',
        'BVOLIndex',
        'EOHSummary',
      ],
      intervals: { klines: ['1m', '1h'], markPriceKlines: ['1h'] },
      symbols: {
        spot: ['BTCUSDT'],
        futures_um: ['BTCUSDT'],
        futures_cm: ['BTCUSD_PERP'],
        options: ['BTCBVOLUSDT', 'BTCUSDT', 'ETHBVOLUSDT', 'ETHUSDT'],
      },
      partition: 'daily',
      max_parallel_downloads: 12,
      batch_size: 150,
      download_checksum: true,
      storage: { type: 'local' },
    },
    said: [
      'storage.compression: ignored: files are kept as zips, as in the archive',
      'storage.validate_checksums: read as download_checksum',
      'partitions: read as "partition": "daily"',
      'enable_resume: ignored: every run can be continued with tapehaul resume',
      's5cmd_extra_args: ignored: tapehaul sets the arguments of s5cmd itself; task_retry_attempts sets the retries of a file',
      'data_types: "premiumIndex" is read as premiumIndexKlines',
      'intervals.bookDepth: ignored: files of bookDepth have no interval',
      'intervals.BVOLIndex: ignored: files of BVOLIndex have no interval',
      'intervals: none are given for premiumIndexKlines: all are collected',
      'symbols.options: "BTC" is read as BTCBVOLUSDT, BTCUSDT, "ETH" is read as ETHBVOLUSDT, ETHUSDT',
    ],
  },
  'd-nested-performance.json': {
    refused: [
      's3_config.access_key_id: secrets are not allowed',
      's3_config.secret_access_key: secrets are not allowed',
      's3_config.endpoint_url: got "http://localhost:9000": write source.endpoint if the archive is read from there, storage.endpoint if files go there',
      's3_config.region: got "us-east-1": write source.region if the archive is read from there, storage.region if files go there',
      'output_directory: got "s3://crypto-lakehouse-bronze-dev/binance/archive/", but destination_bucket is "crypto-lakehouse-bronze-test": write a local directory here and the bucket in storage',
    ],
    said: [
      'performance_optimization: its keys are read as top-level keys',
      'quality_control: its keys are read as top-level keys',
      'base_url: read as "source.bucket": "binance-archive-test"',
      's3_config: its keys are read as top-level keys',
      'destination_bucket: read as storage.bucket',
    ],
  },
  'e-default_date.json': {
    read: { date_range: { start: '2025-07-15', end: '2025-07-15' }, max_parallel_downloads: 2 },
    said: ['default_date: read as date_range.start and date_range.end'],
  },
  'f-nested-workflow_config.json': {
    read: { markets: ['spot'], symbols: ['BTCUSDT'], date_range: { start: '2025-07-15', end: '2025-07-15' } },
    said: ['test_name: ignored: informational only', 'workflow_config: its keys are read as top-level keys'],
  },
  'g-cm-symbols-mixed.json': {
    read: {
      date_range: { start: '2025-07-14', end: '2025-07-15' },
      force_redownload: false,
      retry_attempts: 1,
    },
    said: [
      'description: ignored: informational only',
      'skip_existing: read as "force_redownload": false',
      'retry_failed: ignored: transient failures are always retried (retry_attempts)',
      'default_date: ignored: date_range is given',
    ],
  },
};

/** The rows that each matrix of a team gives, and what is said of it. */
const MATRICES: Readonly<
  Record<string, { readonly rows: readonly string[]; readonly said: readonly string[] }>
> = {
  'legacy-8h.json': {
    rows: ['futures_um fundingRate monthly', 'options EOHSummary daily', 'futures_um metrics daily'],
    said: [
      'markets.options.historical_data_start: "Available for limited symbols and timeframes" is not a date; ignored: tapehaul knows when files begin',
      'availability_matrix[0]: futures_um fundingRate: has no intervals; 8h ignored',
    ],
  },
  'symbols_available.json': {
    rows: ['spot klines daily'],
    said: [
      'availability_matrix[0]: spot klines: symbols_available ignored: symbols of the configuration is used instead',
      'availability_matrix[0]: spot klines: date_range ignored: date_range of the configuration is used instead',
    ],
  },
};

describe('a configuration of a team', () => {
  test.each(Object.entries(CONFIGS))('%s', async (name, { read, refused = [], said }) => {
    const { config, problems, warnings } = checkConfig(await readJsonFile(join(folder, 'configs', name)));
    const faults = problems.map(problemText);
    expect(faults).toHaveLength(refused.length);
    for (const [index, text] of refused.entries()) expect(faults[index]).toContain(text);
    if (read !== undefined) expect(config).toMatchObject(read);
    expect(warnings.map(problemText)).toEqual(said);
    expect(JSON.stringify([problems, warnings])).not.toMatch(/EXAMPLEKEY|example-secret/);
  });

  test.each([
    [{ default_date: '15.07.2025' }, 'default_date: got "15.07.2025", expected a valid date'],
    [
      { default_date: '2025-07-15', skip_existing: 'yes' },
      'skip_existing: got "yes", expected true or false',
    ],
  ])('%j is one problem, which says what is expected', async (mistake, text) => {
    const { default_date: _, ...file } = (await readJsonFile(
      join(folder, 'configs/e-default_date.json'),
    )) as {
      default_date: string;
    };
    const { problems } = checkConfig({ ...file, ...mistake });
    expect(problems.map(problemText)).toEqual([expect.stringContaining(text)]);
  });

  test('once what is refused is written as the messages say, it is read', async () => {
    const file = (await readJsonFile(join(folder, 'configs/d-nested-performance.json'))) as object;
    const corrected = {
      ...file,
      s3_config: undefined,
      destination_bucket: null,
      storage: { endpoint: 'http://localhost:9000', region: 'us-east-1' },
    };
    expect(checkConfig(corrected).config).toMatchObject({
      source: { bucket: 'binance-archive-test' },
      storage: {
        type: 's3',
        bucket: 'crypto-lakehouse-bronze-dev',
        prefix: 'binance/archive',
        endpoint: 'http://localhost:9000',
      },
      output_directory: 'output/s3/crypto-lakehouse-bronze-dev/binance/archive',
      max_parallel_downloads: 12,
      batch_size: 10,
      part_size_mb: 5,
      download_checksum: false,
      force_redownload: true,
      timeout_seconds: 60,
    });
  });
});

test.each(Object.entries(MATRICES))('the matrix of a team: %s', async (name, { rows, said }) => {
  const { matrix, warnings } = readMatrix(await readJsonFile(join(folder, 'matrices', name)));
  expect(matrix.map(({ market, dataType, partition }) => `${market} ${dataType} ${partition}`)).toEqual(rows);
  expect(warnings.map(problemText)).toEqual(said);
});

test('there is no file of a team without an answer', () => {
  expect(readdirSync(join(folder, 'configs')).sort()).toEqual(Object.keys(CONFIGS).sort());
  expect(readdirSync(join(folder, 'matrices')).sort()).toEqual(Object.keys(MATRICES).sort());
});
