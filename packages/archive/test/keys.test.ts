import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  encodeKey,
  fileName,
  fileStem,
  formatKey,
  isSymbol,
  isZip,
  parseKey,
  SIDECAR_SUFFIX,
  seriesKeys,
  seriesPrefix,
  sidecarKey,
  sidecarOwner,
  withoutZip,
  ZIP_SUFFIX,
} from '../src/index.ts';
import { archiveObject } from './archive-objects.ts';

describe('keys', () => {
  test('of the facts are written as the archive writes them', () => {
    expect(
      formatKey({
        market: 'spot',
        dataType: 'klines',
        symbol: 'BTCUSDT',
        interval: '1s',
        partition: 'daily',
        period: '2026-09-25',
      }),
    ).toBe('data/spot/daily/klines/BTCUSDT/1s/BTCUSDT-1s-2026-09-25.zip');
    expect(
      parseKey('data/futures/cm/daily/aggTrades/BTCUSD_PERP/BTCUSD_PERP-aggTrades-2026-05-08.zip'),
    ).toEqual({
      market: 'futures_cm',
      dataType: 'aggTrades',
      symbol: 'BTCUSD_PERP',
      interval: null,
      partition: 'daily',
      period: '2026-05-08',
    });
  });

  test('format and parse are inverses for every object', () => {
    fc.assert(
      fc.property(archiveObject, (one) => {
        expect(isSymbol(one.symbol)).toBe(true);
        expect(parseKey(formatKey(one))).toEqual(one);
      }),
    );
  });

  test('parse takes no key that format would not write', () => {
    const damaged = fc.tuple(archiveObject, fc.nat(), fc.string()).map(([one, at, text]) => {
      const key = formatKey(one);
      const place = at % key.length;
      return key.slice(0, place) + text + key.slice(place + 1);
    });
    fc.assert(
      fc.property(damaged, (key) => {
        const parsed = parseKey(key);
        if (parsed !== undefined) expect(formatKey(parsed)).toBe(key);
      }),
    );
  });

  test.each([
    'data/spot/monthly/klines/ADABKRW/1h/ADABKRW-1h-2020-8.zip',
    'data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2025-02-30.zip',
    'data/spot/daily/klines/BTCUSDT/1M/BTCUSDT-1M-2025-02-01.zip',
    'data/spot/daily/klines/BTCUSDT/1h/ETHUSDT-1h-2025-02-01.zip',
    'data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2025-02-01.zip.CHECKSUM',
    'data/SPOT/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2025-02-01.zip',
    '/data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2025-02-01.zip',
    'data/spot/daily/trades/BTCUSDT/BTCUSDT-trades-2025-02.zip',
    'data/spot/daily/trades/../BTCUSDT-trades-2025-02-01.zip',
  ])('%s is no object', (key) => {
    expect(parseKey(key)).toBeUndefined();
  });

  test('are percent-encoded for URLs, segment by segment', () => {
    expect(encodeKey('data/spot/币安人生USDT/a b+c.zip')).toBe(
      'data/spot/%E5%B8%81%E5%AE%89%E4%BA%BA%E7%94%9FUSDT/a%20b%2Bc.zip',
    );
  });

  test('are read back from what they are encoded as, whatever they hold', () => {
    const keys = fc.string({ unit: fc.constantFrom(...'aZ09_.-/%~ +?#é币\n') });
    fc.assert(
      fc.property(keys, (key) => {
        const path = encodeKey(key);
        expect(path).toMatch(/^[\w./%~-]*$/);
        expect(path.split('/').map(decodeURIComponent).join('/')).toBe(key);
      }),
    );
  });

  test('of sidecars lead back to their objects', () => {
    expect(sidecarOwner(sidecarKey('a/b.zip'))).toBe('a/b.zip');
    expect(sidecarOwner('a/b.zip')).toBeUndefined();
  });
});

describe('names', () => {
  test('of objects and sidecars end as in the archive', () => {
    expect(sidecarKey('a/b')).toBe(`a/b${SIDECAR_SUFFIX}`);
    expect(isZip('a/b.zip') && !isZip(sidecarKey('a/b.zip')) && !isZip('zip')).toBe(true);
    expect(withoutZip('a/b.zip')).toBe('a/b');
    expect(withoutZip('a/b.zip.part')).toBe('a/b.zip.part');
  });

  test('of one series and partition are the keys of its objects', () => {
    fc.assert(
      fc.property(archiveObject, (one) => {
        const keyOf = seriesKeys(one, one.partition);
        expect(keyOf(one.period)).toBe(formatKey(one));
        expect(keyOf(one.period)).toBe(seriesPrefix(one, one.partition) + fileName(one));
        expect(fileName(one)).toBe(`${fileStem(one)}-${one.period}${ZIP_SUFFIX}`);
      }),
    );
  });
});
