import { describe, expect, test } from 'vitest';
import { valid } from '../../test/valid.ts';
import { checkConfig, problemText } from '../index.ts';
import { folded } from '../names/folded.ts';
import { configSchema } from '../schema/schema.ts';
import { KEY_ROWS, ruleOf } from './key-rules.ts';

/** A value that the rule of a key can read, by the path of ours that it becomes. */
const SAMPLES: Readonly<Record<string, unknown>> = {
  markets: ['futures_um'],
  symbols: ['ETHUSDT'],
  exclude_symbols: ['ETHUSDT'],
  data_types: ['trades'],
  intervals: ['1h'],
  partition: 'daily',
  'date_range.start': '2025-07-02',
  'date_range.end': '2025-07-03',
  output_directory: 'elsewhere',
  matrix_path: 'matrix.json',
  layout: 'archive',
  engine: 's3',
  environment: 'testing',
  planning: 'listing',
  workflow_type: 'archive_collection',
  'source.endpoint': 'https://mirror.example',
  'source.bucket': 'mirror',
  'source.prefix': 'binance',
  'source.region': 'eu-west-1',
  'storage.bucket': 'market-archive',
  'storage.prefix': 'lake',
  'storage.endpoint': 'https://minio.example',
  'storage.region': 'eu-west-1',
};

/** Values of every type, to learn what a rule does with one of its own. */
const PROBES: readonly unknown[] = [
  7,
  true,
  false,
  'daily',
  '2025-07-02',
  's3://mirror/binance/data',
  ['--stat'],
  {},
];

/** What the rule of a key can mean. */
function meanings(name: string) {
  return PROBES.flatMap((value) => ruleOf(name, value)?.(value) ?? []);
}

const names = KEY_ROWS.flatMap(([row]) => row.split(' '));

describe('keys of other tools', () => {
  test('are none of ours, and each has one rule', () => {
    const ours = Object.keys(configSchema.shape).map(folded);
    expect(names.filter((name) => ours.includes(folded(name)))).toEqual([]);
    expect(new Set(names.map(folded)).size).toBe(names.length);
    expect(names.length).toBeGreaterThan(250);
  });

  test.each(names)('%s is used, opened, refused or passed over for a reason', (name) => {
    const all = meanings(name);
    expect(all).not.toEqual([]);
    for (const meaning of all) {
      if (meaning.kind === 'ignore') expect(meaning.why).not.toBe('');
      if (meaning.kind === 'refuse')
        expect(meaning.write).toMatch(/write|set|run|remove|certificates|signature|narrow/);
    }
    // Where it becomes one key of ours, it is that key, wherever it stands.
    const use = all.find(({ kind }) => kind === 'use');
    if (use?.kind !== 'use' || use.values.length !== 1) return;
    const [path = ''] = use.values[0] ?? [];
    const own = SAMPLES[path] ?? use.values[0]?.[1];
    const written = PROBES.find(
      (probe) => JSON.stringify(ruleOf(name, probe)?.(probe)) === JSON.stringify(use),
    );
    const value =
      path in SAMPLES && JSON.stringify(use.values[0]?.[1]) === JSON.stringify(written) ? own : written;
    const range = path.startsWith('date_range') ? { start: '2025-07-01', end: '2025-07-15' } : undefined;
    const rest = { ...valid, [path.split('.')[0] ?? '']: undefined };
    const [key = '', leaf] = path.split('.');
    const other =
      range === undefined
        ? {}
        : { date_range: leaf === 'start' ? { end: range.end } : { start: range.start } };
    const { problems, config, warnings } = checkConfig({ ...rest, ...other, settings: { [name]: value } });
    const about = [...problems, ...warnings].map(problemText).filter((text) => text.includes(name));
    expect(about.join('\n')).toContain(`settings.${name}: read as `);
    expect(about.join('\n')).toContain(path);
    if (config !== undefined && key !== 'storage') expect(Object.keys(config)).toContain(key);
  });

  test.each([
    [{ max_workers: 12 }, { max_parallel_downloads: 12 }],
    [{ maxParallelDownloads: 12 }, { max_parallel_downloads: 12 }],
    [{ 'Batch-Size': 12 }, { batch_size: 12 }],
    [{ timeout_ms: 90_000 }, { timeout_seconds: 90 }],
    [{ partitions: ['daily', 'monthly'] }, { partition: 'auto' }],
    [{ partitions: ['monthly'] }, { partition: 'monthly' }],
    [{ retry_failed: false }, { retry_attempts: 0 }],
    [{ skip_checksum: true }, { download_checksum: false }],
    [{ overwrite: true }, { force_redownload: true }],
    [{ use_listing: true }, { planning: 'listing' }],
    [{ base_url: 's3://mirror/binance/data/' }, { source: { bucket: 'mirror', prefix: 'binance' } }],
    [{ base_url: 'https://data.binance.vision/data/' }, { source: { bucket: 'data.binance.vision' } }],
    [{ source: 's3://mirror' }, { source: { bucket: 'mirror' } }],
    [
      { source: { endpoint_url: 'http://h:9000', bucket_name: 'b' } },
      { source: { endpoint: 'http://h:9000', bucket: 'b' } },
    ],
    [
      { destination_bucket: 'lake-1' },
      { storage: { type: 's3', bucket: 'lake-1' }, use_cloud_storage: true },
    ],
    [{ output_directory: 's3://lake-1/a' }, { storage: { type: 's3', bucket: 'lake-1', prefix: 'a' } }],
    [{ storage: { type: 'local', base_path: 'lake' } }, { output_directory: 'lake' }],
    [{ aws: { no_sign_request: true, max_concurrency: 9 } }, { max_parallel_downloads: 9 }],
    [{ s5cmd_extra_args: '--no-sign-request --stat' }, {}],
    [{ dry_run: false, api_token: null, use_token: false }, {}],
    [
      { symbols: { um: ['BTCUSDT'], spot: ['ETHUSDT'] }, markets: ['um', 'spot'] },
      { symbols: { futures_um: ['BTCUSDT'] } },
    ],
    [
      { markets: ['um'], symbols: { um: ['BTCUSDT'], um_futures: ['ETHUSDT'] } },
      { symbols: { futures_um: ['BTCUSDT', 'ETHUSDT'] } },
    ],
  ])('%j is read', (change, read) => {
    const { config, problems } = checkConfig({ ...valid, ...change });
    expect(problems).toEqual([]);
    expect(config).toMatchObject(read);
  });

  test('given by --set are refused with the key to write', () => {
    const { problems } = checkConfig(valid, { overrides: { max_workers: '3', um: 'x', recheck: '7' } });
    expect(problems.map(problemText)).toEqual([
      expect.stringContaining('did you mean max_parallel_downloads?'),
      expect.stringContaining('um: got "x" for a key that does not exist'),
      expect.stringContaining('got "7", expected one of its keys: recheck.listing_days, recheck.disk'),
    ]);
  });

  test('that no tool is known to have are ignored with a warning, unless they speak of places, names, days or proof', () => {
    const { problems, warnings } = checkConfig({
      ...valid,
      colour: 'red',
      lake_zone_path: 'x',
      symbolFilter: 'y',
    });
    expect(warnings.map(({ path }) => path)).toEqual(['colour']);
    expect(problems.map(({ path }) => path)).toEqual(['lake_zone_path', 'symbolFilter']);
  });

  test('a list of a market that is not collected has no effect, and that is said', () => {
    const { warnings } = checkConfig({ ...valid, symbols: { spot: ['BTCUSDT'], cm: ['BTCUSD_PERP'] } });
    expect(warnings.map(problemText)).toEqual([
      'symbols.cm: read as symbols.futures_cm',
      'symbols.cm: ignored: futures_cm is not in markets',
    ]);
  });
});

describe('keys that nothing is known of', () => {
  test.each([
    [{ sink: 's3://lake-1/raw' }, 'sink'],
    [{ upstream: 'https://mirror.example/binance' }, 'upstream'],
    [{ landing_zone: '/mnt/raw' }, 'landing_zone'],
    [{ export_to: ['~/raw'] }, 'export_to[0]'],
    [{ lake: { s3: [{ bucket: 'lake-1' }] } }, 'lake.s3[0].bucket'],
    [{ objects: { endpoint: 'minio:9000' } }, 'objects.endpoint'],
    [{ warehouse: 'arn:aws:s3:::lake-1' }, 'warehouse'],
  ])('are refused where they name a place: %j', (keys, path) => {
    const { problems, config } = checkConfig({ ...valid, ...keys });
    expect(config).toBeUndefined();
    expect(problems).toMatchObject([{ path, message: expect.stringContaining('write "source"') }]);
  });

  test.each([
    { team: 'market data' },
    { wiki: 'https://wiki.example/collections' },
    { alerting: { webhook: 'https://chat.example/hook' } },
    { cost_center: 7, tiers: ['a/b', 'c'] },
  ])('are ignored with a warning where they do not: %j', (keys) => {
    const { problems, warnings } = checkConfig({ ...valid, ...keys });
    expect(problems).toEqual([]);
    expect(warnings.map(({ message }) => message)).toEqual(
      Object.keys(keys).map(() => 'unknown key, ignored'),
    );
  });

  test('beside the type of a workflow its name is for people', () => {
    const { problems, warnings } = checkConfig({
      ...valid,
      workflow_type: 'archive_collection',
      workflow_name: 'Nightly candles',
    });
    expect(problems).toEqual([]);
    expect(warnings.map(({ path, message }) => `${path}: ${message}`)).toEqual([
      'workflow_name: ignored: informational only',
    ]);
  });

  test.each([
    ['objects', '{"a":', '}'],
    ['lists', '[', ']'],
  ])('are refused where %s are nested deeply', (_, open, close) => {
    const deep = JSON.parse(`${open.repeat(20_000)}1${close.repeat(20_000)}`);
    const { problems } = checkConfig({ ...valid, deep });
    expect(problems).toEqual([{ path: 'deep', message: 'is nested deeper than 32 levels' }]);
  });
});
