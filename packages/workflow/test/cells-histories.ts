import fc from 'fast-check';

/** Symbols of the archive of a trial, and the days and the month of which it may have files. */
export const SYMBOLS = ['BTCUSDT', 'ETHUSDT'];
export const DAYS = ['2025-06-29', '2025-06-30', '2025-07-01', '2025-07-02', '2025-07-03'];
export const MONTHS = ['2025-06'];
/** The day of the trials: of the days requested, the last is not published. */
export const TODAY = '2025-07-04';
const LAST = '2025-07-04';

const file = fc.record({
  symbol: fc.constantFrom(...SYMBOLS),
  period: fc.constantFrom(...DAYS, ...DAYS, ...MONTHS),
});

/** A file of the archive, or of the disk. */
export type TrialFile = typeof file extends fc.Arbitrary<infer F> ? F : never;

/** How a file stands in the archive: proved by its sidecar, without one, contradicted by it, or missing. */
export type Standing = 'whole' | 'bare' | 'disputed' | 'missing';

const change = fc.record({
  file,
  standing: fc.constantFrom<Standing>('whole', 'bare', 'disputed', 'missing', 'missing'),
});

const run = fc
  .record({
    act: fc.constant('collect' as const),
    /** What has changed in the archive before. */
    archive: fc.array(change, { maxLength: 4 }),
    symbols: fc.subarray(SYMBOLS, { minLength: 1 }),
    partition: fc.constantFrom('daily', 'daily', 'monthly'),
    start: fc.constantFrom('2025-06-29', '2025-07-01', '2025-07-02'),
    end: fc.constantFrom('2025-06-30', '2025-07-02', LAST),
  })
  .map((asked) => ({ ...asked, end: asked.end < asked.start ? LAST : asked.end }));

const loss = fc.record({ act: fc.constantFrom('remove' as const, 'remove and verify' as const), file });

/** What happens to an output directory, one after the other. */
export const history = fc.array(fc.oneof({ arbitrary: run, weight: 3 }, { arbitrary: loss, weight: 1 }), {
  minLength: 1,
  maxLength: 6,
});

/** A request of a history. */
export type TrialRun = typeof run extends fc.Arbitrary<infer R> ? R : never;

/** What happens in a history. */
export type TrialStep = typeof history extends fc.Arbitrary<(infer S)[]> ? S : never;

const collect = { act: 'collect' as const, archive: [], symbols: ['ETHUSDT'] };

/** Histories of which the oracle or the record was wrong once: these are always tried. */
export const KNOWN: TrialStep[][] = [
  // A month that is not published yet is requested over a held day whose file is gone from the disk.
  [
    { ...collect, partition: 'daily', start: '2025-07-01', end: '2025-07-02' },
    { act: 'remove', file: { symbol: 'ETHUSDT', period: '2025-07-01' } },
    { ...collect, partition: 'monthly', start: '2025-07-01', end: '2025-07-02' },
  ],
  // So it is over a day that is held without a checksum, which has come to the archive since.
  [
    {
      ...collect,
      archive: [{ file: { symbol: 'ETHUSDT', period: '2025-07-02' }, standing: 'bare' }],
      partition: 'daily',
      start: '2025-07-02',
      end: '2025-07-02',
    },
    {
      ...collect,
      archive: [{ file: { symbol: 'ETHUSDT', period: '2025-07-02' }, standing: 'whole' }],
      partition: 'monthly',
      start: '2025-07-01',
      end: '2025-07-04',
    },
  ],
  // Such a file is found to be gone once somebody reads the disk.
  [
    { ...collect, partition: 'daily', start: '2025-07-01', end: '2025-07-02' },
    { act: 'remove', file: { symbol: 'ETHUSDT', period: '2025-07-01' } },
    { ...collect, partition: 'monthly', start: '2025-07-01', end: '2025-07-04' },
    { act: 'remove and verify', file: { symbol: 'BTCUSDT', period: '2025-06-29' } },
  ],
  // So is one that was known to be gone before a plan said that its month is to come.
  [
    { ...collect, partition: 'daily', start: '2025-06-29', end: '2025-07-04' },
    { act: 'remove and verify', file: { symbol: 'ETHUSDT', period: '2025-07-02' } },
    { ...collect, partition: 'monthly', start: '2025-06-29', end: '2025-07-04' },
    { act: 'remove and verify', file: { symbol: 'BTCUSDT', period: '2025-06-29' } },
  ],
  // A file is gone from the disk, and the archive contradicts its own checksum since: that is known of it, before and after somebody reads the disk.
  [
    { ...collect, partition: 'daily', start: '2025-06-29', end: '2025-07-02' },
    { act: 'remove', file: { symbol: 'ETHUSDT', period: '2025-07-01' } },
    {
      ...collect,
      archive: [{ file: { symbol: 'ETHUSDT', period: '2025-07-01' }, standing: 'disputed' }],
      partition: 'daily',
      start: '2025-06-29',
      end: '2025-07-02',
    },
    { act: 'remove and verify', file: { symbol: 'BTCUSDT', period: '2025-06-29' } },
  ],
];
