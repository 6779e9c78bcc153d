import { TapehaulError } from '@tapehaul/errors';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkConfig, DEFAULTS, parseConfig } from './index.ts';

const valid = {
  markets: ['spot'],
  symbols: ['BTCUSDT'],
  data_types: ['klines'],
  date_range: { start: '2025-07-01', end: '2025-07-15' },
};

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
        suggestion: 'futures_um',
      },
      { path: 'date_range.end', message: 'got 2025-07-01, expected 2025-07-15 (the start) or later' },
      {
        path: 'max_parallel_downloads',
        message: 'got 50, expected at most 10 with environment production',
        suggestion: '10',
      },
    ]);
  });

  test.each([
    [{ ...valid, markets: [] }, 'markets', 'at least one entry'],
    [{ ...valid, symbols: 'BTCUSDT' }, 'symbols', 'a list'],
    [{ ...valid, symbols: ['../etc'] }, 'symbols[0]', 'a symbol of the archive'],
    [{ ...valid, data_types: ['kline'] }, 'data_types[0]', 'one of klines'],
    [{ ...valid, intervals: ['7m'] }, 'intervals[0]', 'one of 1s'],
    [
      { ...valid, date_range: { start: '2025-02-30', end: '2025-07-15' } },
      'date_range.start',
      'a day that exists',
    ],
    [{ ...valid, date_range: undefined }, 'date_range', 'an object'],
    [{ ...valid, max_parallel_downloads: 0 }, 'max_parallel_downloads', 'at least 1'],
    [{ ...valid, batch_size: 1.5 }, 'batch_size', 'a whole number'],
    [{ ...valid, download_checksum: 'yes' }, 'download_checksum', 'true or false'],
    [{ ...valid, source: { endpoint: 'ftp://host' } }, 'source.endpoint', 'an http or https address'],
    [{ ...valid, source: { endpoint: 'http://host/path' } }, 'source.endpoint', 'without a path'],
    [{ ...valid, output_directory: '' }, 'output_directory', 'at least 1 characters'],
    [{ ...valid, use_cloud_storage: true }, 'use_cloud_storage', 'expected false'],
    [{ ...valid, environment: 'production', enable_monitoring: false }, 'enable_monitoring', 'expected true'],
    [[], '(configuration)', 'an object'],
    [null, '(configuration)', 'an object'],
  ])('%j is refused at %s', (input, path, expected) => {
    const { config, problems } = checkConfig(input);
    expect(config).toBeUndefined();
    expect(problems.map((problem) => problem.path)).toContain(path);
    expect(problems.find((problem) => problem.path === path)?.message).toContain(expected);
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

  test('reads 1M as 1mo and takes an address without a scheme', () => {
    const config = parseConfig({ ...valid, intervals: ['1M'], source: { endpoint: 's3.example.com' } });
    expect(config.intervals).toEqual(['1mo']);
    expect(config.source.endpoint).toBe('https://s3.example.com');
  });

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

  test('never makes the check crash', () => {
    const anything = fc.oneof(
      fc.anything(),
      fc.record({
        markets: fc.anything(),
        symbols: fc.anything(),
        date_range: fc.anything(),
        source: fc.anything(),
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
