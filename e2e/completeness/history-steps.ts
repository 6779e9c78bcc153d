import fc from 'fast-check';

/** Symbols of the archive: one that is old, and one that begins within the days that are requested. */
export const SYMBOLS = ['BTCUSDT', 'NEWUSDT'];
/** The first day of the second. */
export const BEGIN = '2025-06-20';
/** The day on which a history begins. */
export const FIRST_MORNING = '2025-07-03';

const PERIODS = ['2025-06-10', '2025-06-28', '2025-06-29', '2025-06-30', '2025-07-01', '2025-07-02'];
const MONTHS = ['2025-06', '2025-07'];

const day = fc.record({ symbol: fc.constantFrom(...SYMBOLS), period: fc.constantFrom(...PERIODS) });
const anyFile = fc.record({
  symbol: fc.constantFrom(...SYMBOLS),
  period: fc.constantFrom(...PERIODS, ...MONTHS),
});

/** A file of the archive, or of the disk. */
export type HistoryFile = typeof anyFile extends fc.Arbitrary<infer F> ? F : never;

const collect = fc.record({
  act: fc.constant('collect' as const),
  planning: fc.constantFrom('auto' as const, 'listing' as const),
  symbols: fc.subarray(SYMBOLS, { minLength: 1 }),
  start: fc.constantFrom('2025-06-01', '2025-06-01', '2025-06-15', '2025-06-28'),
  end: fc.constantFrom('2025-06-30', '2025-07-02', 'latest', 'latest'),
});

/** A request of a history. */
export type HistoryRun = typeof collect extends fc.Arbitrary<infer R> ? R : never;

const change = fc.oneof(
  fc.record({
    act: fc.constant('change' as const),
    flaw: fc.constantFrom('missing' as const, 'missing' as const, 'bare' as const, 'replaced' as const),
    file: anyFile,
  }),
  fc.record({ act: fc.constant('change' as const), flaw: fc.constant('staleSidecar' as const), file: day }),
  fc.record({ act: fc.constant('restore' as const), file: anyFile }),
);
const later = fc.record({ act: fc.constant('later' as const), days: fc.constantFrom(1, 2, 5, 9, 20) });
const lose = fc.record({ act: fc.constant('lose' as const), file: anyFile });
const adopt = fc.record({ act: fc.constant('adopt' as const), file: day });
const upkeep = fc.record({ act: fc.constantFrom('prune' as const, 'repair' as const, 'accept' as const) });

/** What happens to an archive and an output directory, one after the other. */
export const history = fc.array(
  fc.oneof(
    { arbitrary: collect, weight: 5 },
    { arbitrary: change, weight: 3 },
    { arbitrary: later, weight: 2 },
    { arbitrary: lose, weight: 1 },
    { arbitrary: adopt, weight: 1 },
    { arbitrary: upkeep, weight: 2 },
  ),
  { minLength: 2, maxLength: 9 },
);
