import { explainGaps, VENUE_OUTAGES } from '@tapehaul/tables';
import { describe, expect, test } from 'vitest';
import { at, candles, findingsIn, HOUR, MINUTE, shortOf, trades } from './made-rows.ts';

describe('known outages', () => {
  test('are in order, apart from each other, and shorter than two days', () => {
    let end = 0;
    for (const { from, to } of VENUE_OUTAGES) {
      const [first, last] = [Date.parse(from), Date.parse(to)];
      expect(first).toBeGreaterThan(end);
      expect(last - first).toBeGreaterThan(0);
      expect(last - first).toBeLessThan(48 * 3_600_000);
      end = last;
    }
  });

  test('say where they are listed', () => {
    for (const { source } of VENUE_OUTAGES) expect(source).toMatch(/^(#\d+|audits)(, (#\d+|audits))*$/);
  });
});

describe('gaps within an outage', () => {
  const FEBRUARY = { dataType: 'klines', interval: '1m', period: '2018-02' };
  const start = at('2018-02-01');
  const month = candles(start, 28 * 1440);

  test('candles that are missing on 2018-02-08 and 09 keep their counts', () => {
    const rows = month.filter(
      ({ open_time = 0 }) => open_time <= at('2018-02-08T00:28') || open_time >= at('2018-02-09T10:00'),
    );
    const found = findingsIn(FEBRUARY, rows);
    expect(shortOf(found)).toEqual(['2018-02-08 missing_rows gap 1411', '2018-02-09 missing_rows gap 600']);
    expect(shortOf(explainGaps(found, 'spot'))).toEqual([
      '2018-02-08 venue_outage note 1411',
      '2018-02-09 venue_outage note 600',
    ]);
  });

  test('a gap that goes far beyond the outage, and one in another market, stay gaps', () => {
    const rows = month.filter(
      ({ open_time = 0 }) => open_time <= at('2018-02-08T00:28') || open_time >= at('2018-02-09T10:30'),
    );
    const found = findingsIn(FEBRUARY, rows);
    expect(explainGaps(found, 'spot').map(({ rule }) => rule)).toEqual(['venue_outage', 'missing_rows']);
    expect(explainGaps(found, 'futures_um')).toEqual(found);
  });

  test('a day of trades that ends when the venue went down', () => {
    const rows = trades(at('2018-02-08'), 285, 6e6);
    const found = findingsIn({ dataType: 'trades', period: '2018-02-08' }, rows);
    expect(shortOf(found)).toEqual(['2018-02-08 short_day gap 1']);
    expect(shortOf(explainGaps(found, 'spot'))).toEqual(['2018-02-08 venue_outage note 1']);
  });

  test('ids that are missing are not explained, since nothing traded', () => {
    const before = trades(at('2023-03-24'), 900, 50e6, 1);
    const after = trades(at('2023-03-24T14:00'), 720, 50e6, 950);
    const found = findingsIn({ dataType: 'trades', period: '2023-03-24' }, [...before, ...after]);
    expect(explainGaps(found, 'spot').map(({ rule }) => rule)).toEqual(['id_hole']);
  });

  test('the mark price candles that lack on 2023-11-10 are a gap of the archive (#484)', () => {
    const rows = candles(at('2023-11-10'), 288, 5 * MINUTE).filter(
      ({ open_time = 0 }) => open_time < at('2023-11-10T03:40') || open_time > at('2023-11-10T04:00'),
    );
    const file = { dataType: 'markPriceKlines', market: 'futures_um', interval: '5m', period: '2023-11-10' };
    expect(shortOf(explainGaps(findingsIn(file, rows), 'futures_um'))).toEqual([
      '2023-11-10 missing_rows gap 5',
    ]);
  });

  test('every hour that is missing within an outage is explained', () => {
    for (const { market, from, to } of VENUE_OUTAGES) {
      const day = from.slice(0, 10);
      const rows = candles(at(day), 24, HOUR).filter(
        ({ open_time = 0 }) =>
          open_time + HOUR <= Date.parse(from) * 1000 || open_time >= Date.parse(to) * 1000,
      );
      const found = findingsIn({ dataType: 'klines', interval: '1h', period: day }, rows);
      const hours = explainGaps(found, market).filter(({ first }) => (first ?? 0) >= Date.parse(from) * 1000);
      expect(hours.map(({ rule }) => rule).filter((rule) => rule !== 'venue_outage')).toEqual([]);
    }
  });
});
