import * as fc from 'fast-check';

/** Symbols and days of July 2025 that the archive of a trial has. */
export const SYMBOLS = ['BTCUSDT', 'ETHUSDT'];
export const DAYS = [1, 2, 3, 4];

const spot = fc.record({ symbol: fc.constantFrom(...SYMBOLS), day: fc.constantFrom(...DAYS) });
/** What is requested. */
export const request = fc.record({
  symbols: fc.subarray([...SYMBOLS, 'NOSUCHUSDT'], { minLength: 1 }),
  data_types: fc.constantFrom(['klines'], ['klines', 'fundingRate'], ['trades']),
  planning: fc.constantFrom('matrix', 'listing'),
  layout: fc.constantFrom('lakehouse', 'archive'),
  on_replaced: fc.constantFrom('take_new', 'keep_old', 'keep_both'),
  download_checksum: fc.boolean(),
  force_redownload: fc.boolean(),
  paranoid: fc.boolean(),
  recheck: fc.record({ listing_days: fc.constantFrom(0, 30) }),
  date_range: fc.record({
    start: fc.constantFrom('2025-06-29', '2025-07-01', '2025-07-02'),
    end: fc.constantFrom('2025-07-02', '2025-07-04', '2025-07-07', 'latest'),
  }),
});
/** What was collected before, and what has happened since: to its files, and in the archive. */
export const world = fc.record({
  before: fc.option(
    fc.record({ symbols: fc.subarray(SYMBOLS, { minLength: 1 }), download_checksum: fc.boolean() }),
  ),
  damaged: fc.array(fc.record({ spot, how: fc.constantFrom('shorter', 'touched', 'removed') }), {
    maxLength: 2,
  }),
  archive: fc.array(fc.record({ spot, how: fc.constantFrom('replaced', 'removed') }), { maxLength: 2 }),
});

/** A state of things before a plan. */
export type World = typeof world extends fc.Arbitrary<infer W> ? W : never;

/** A held file that the archive has replaced, and a request that keeps it: rare among random ones. */
export const REPLACED = {
  before: { symbols: SYMBOLS, download_checksum: true },
  damaged: [],
  archive: [{ spot: { symbol: 'BTCUSDT', day: 1 }, how: 'replaced' as const }],
};
/** That request. */
export const KEPT = {
  symbols: SYMBOLS,
  data_types: ['klines'] as const,
  planning: 'listing' as const,
  layout: 'lakehouse' as const,
  on_replaced: 'keep_old' as const,
  download_checksum: true,
  force_redownload: false,
  paranoid: false,
  recheck: { listing_days: 0 as const },
  date_range: { start: '2025-07-01' as const, end: '2025-07-04' as const },
};
