import { describe, expect, test } from 'vitest';
import { valid } from '../test/valid.ts';
import { checkConfig, DEFAULTS, explainConfig, parseConfig } from './index.ts';

describe('a configuration', () => {
  test('gets its defaults', () => {
    expect(parseConfig(valid)).toMatchObject({ ...DEFAULTS, source: { bucket: 'data.binance.vision' } });
  });

  test('reports every problem at once, those that span fields too', () => {
    const bad = {
      ...valid,
      markets: ['spot', 'futures'],
      date_range: { start: '2025-07-15', end: '2025-07-01' },
      environment: 'production',
      max_parallel_downloads: 50,
    };
    expect(checkConfig(bad).problems).toEqual([
      {
        path: 'markets[1]',
        message: 'got "futures", expected one of spot, futures_um, futures_cm, options',
        suggestion: 'futures_um or futures_cm',
      },
      {
        path: 'date_range.end',
        message: 'got "2025-07-01", expected "2025-07-15" (the start) or later',
        suggestion: '2025-07-15',
      },
      {
        path: 'max_parallel_downloads',
        message: 'got 50, expected at most 10 with environment production',
        suggestion: '10',
      },
    ]);
  });

  test('throws one error that holds all problems', () => {
    expect(() => parseConfig({ ...valid, markets: ['x'], symbols: [] })).toThrow(
      expect.objectContaining({
        code: 'config_invalid',
        exitCode: 2,
        problems: expect.objectContaining({ length: 2 }),
      }),
    );
  });

  test('only warns of unknown keys, with the nearest known one', () => {
    const { config, warnings } = checkConfig({ ...valid, bach_size: 10 });
    expect(config).toBeDefined();
    expect(warnings).toEqual([
      { path: 'bach_size', message: 'unknown key, ignored', suggestion: 'batch_size' },
    ]);
  });

  test('names the key that was likely meant for a missing one, among the problems', () => {
    const { symbols, ...others } = valid;
    const check = checkConfig({ ...others, simbols: symbols, bach_size: 20 });
    expect(check.problems).toEqual([
      { path: 'simbols', message: 'no such key', suggestion: 'symbols' },
      { path: 'symbols', message: 'missing, expected a list, or a list for each market' },
    ]);
    expect(check.warnings.map(({ path }) => path)).toEqual(['bach_size']);
  });

  test('reads 1M as 1mo and takes an address without a scheme', () => {
    const config = parseConfig({ ...valid, intervals: ['1M'], source: { endpoint: 's3.example.com' } });
    expect(config.intervals).toEqual(['1mo']);
    expect(config.source.endpoint).toBe('https://s3.example.com');
  });

  test('takes symbols for each market, and patterns unless it plans by the matrix alone', () => {
    const symbols = { spot: ['*USDT', 'BTCUSDC'] };
    const byMatrix = checkConfig({ ...valid, symbols, planning: 'matrix' });
    expect(byMatrix.problems).toMatchObject([{ path: 'symbols.spot[0]' }]);
    expect(parseConfig({ ...valid, symbols })).toMatchObject({ symbols, planning: 'auto' });
  });

  test.each([
    ['override', { overrides: { output_directory: 's3://market-archive/raw' } }],
    [
      'environment TAPEHAUL_OUTPUT_DIRECTORY',
      { env: { TAPEHAUL_OUTPUT_DIRECTORY: 's3://market-archive/raw' } },
    ],
  ])('a bucket that the output directory names came from where that came from: %s', (origin, options) => {
    const { origins } = checkConfig(valid, options);
    const paths = [
      'output_directory',
      'use_cloud_storage',
      'storage.type',
      'storage.bucket',
      'storage.prefix',
    ];
    expect(paths.map((path) => origins.get(path))).toEqual(paths.map(() => origin));
    expect(origins.has('storage.region')).toBe(false);
  });

  test('says where each value came from: override, environment, file, default', () => {
    const env = {
      TAPEHAUL_BATCH_SIZE: '10',
      TAPEHAUL_SYMBOLS: 'BTCUSDT, ETHUSDT',
      TAPEHAUL_PART_SIZE_MB: '',
    };
    const options = { env, overrides: { batch_size: '20', 'date_range.end': 'latest' } };
    const explained = explainConfig({ ...valid, batch_size: 30, timeout_seconds: 9 }, options);
    const of = (path: string) => explained.find((value) => value.path === path);
    expect(of('batch_size')).toEqual({ path: 'batch_size', value: 20, origin: 'override' });
    expect(of('date_range.end')).toEqual({ path: 'date_range.end', value: 'latest', origin: 'override' });
    expect(of('symbols')).toMatchObject({
      value: ['BTCUSDT', 'ETHUSDT'],
      origin: 'environment TAPEHAUL_SYMBOLS',
    });
    expect(of('timeout_seconds')).toMatchObject({ value: 9, origin: 'file' });
    expect(of('part_size_mb')).toMatchObject({ value: 50, origin: 'default' });
    expect(of('source.bucket')).toMatchObject({ value: 'data.binance.vision', origin: 'default' });
  });

  test('reads numbers with leading zeros, and directories that look like numbers', () => {
    const overrides = { batch_size: '010', output_directory: '2025' };
    expect(parseConfig(valid, { overrides })).toMatchObject({ batch_size: 10, output_directory: '2025' });
  });

  test.each([
    ['60', '1h'],
    ['1', '1m'],
    ['240', '4h'],
    ['1440', '1d'],
    ['1hh', '1h'],
  ])('an interval %s is refused, and %s suggested: a number alone counts minutes', (written, suggestion) => {
    const [problem] = checkConfig({ ...valid, intervals: [written] }).problems;
    expect(problem).toMatchObject({ path: 'intervals[0]' });
    expect(problem?.suggestion).toBe(suggestion);
  });

  test('takes each interval once, however it is spelled', () => {
    expect(parseConfig({ ...valid, intervals: ['1M', '1mo', '1h', '1h'] }).intervals).toEqual(['1mo', '1h']);
  });

  test('reads local_data_dir when output_directory is missing', () => {
    expect(parseConfig({ ...valid, local_data_dir: 'a' }).output_directory).toBe('a');
    expect(parseConfig({ ...valid, local_data_dir: 'a', output_directory: 'b' }).output_directory).toBe('b');
  });
});
