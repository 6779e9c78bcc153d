/**
 * What is known of a day of a series, by its code: records store the code as one byte, so a code never changes its meaning,
 * and a new state goes behind the last.
 */
export const DAY_STATES = [
  'unknown',
  'proved',
  'month',
  'accepted',
  'unverified',
  'month_unverified',
  'planned',
  'not_yet_published',
  'before_first',
  'after_last',
  'type_ended',
  'never_existed',
  'gap',
  'absent',
  'month_short',
  'failed',
  'disputed',
  'corrupt',
  'gone',
] as const;

/** What is known of a day of a series. */
export type DayState = (typeof DAY_STATES)[number];

/** Who would have to act so that a day is held: we, the archive, only time, or there is nothing to do. */
export type Fault = 'ours' | 'archive' | 'time' | 'none';

/** What a state means. */
export interface DayStateSpec {
  /** Whether a day in this state counts as held. */
  readonly held: boolean;
  /** Whether a file can be expected: every day that was requested but those of which the archive has none by design. */
  readonly expected: boolean;
  readonly fault: Fault;
  /**
   * Days after which a day in this state is settled: it is neither listed nor checked on disk again by an ordinary collection.
   * 0: at once; null: never.
   */
  readonly settledAfterDays: number | null;
  /** What the state says of a day, as the end of "the day …". */
  readonly meaning: string;
}

/**
 * Days after which the archive rarely adds or rebuilds a file: months came up to 41 days after their end (2024-03 after
 * 2024-04-11), and days are filled in with the month's rebuild.
 */
export const REBUILT_WITHIN_DAYS = 45;

/** Days after which a symbol without newer files has ended: a day is published up to 8 days late (binance-public-data #181, #401). */
const ENDED_AFTER_DAYS = 8;

const state = (
  held: boolean,
  expected: boolean,
  fault: Fault,
  settledAfterDays: number | null,
  meaning: string,
): DayStateSpec => ({ held, expected, fault, settledAfterDays, meaning });

/** What each state means. */
export const DAY_STATE_SPECS: Readonly<Record<DayState, DayStateSpec>> = {
  unknown: state(false, false, 'none', null, 'was never requested'),
  proved: state(true, true, 'none', 0, 'is held, proved by its checksum'),
  month: state(true, true, 'none', REBUILT_WITHIN_DAYS, 'is held in a proved monthly file'),
  accepted: state(true, true, 'none', 0, 'is held, accepted by a person although its checksum differs'),
  unverified: state(true, true, 'none', null, 'is held, without a checksum to prove it'),
  month_unverified: state(true, true, 'none', null, 'is held in a monthly file without a checksum'),
  planned: state(false, true, 'time', null, 'was requested and is not fetched yet'),
  not_yet_published: state(false, true, 'time', null, 'is not published yet'),
  before_first: state(false, false, 'archive', 0, 'is before the first file of the series'),
  after_last: state(false, false, 'archive', ENDED_AFTER_DAYS, 'is after the last file of the series'),
  type_ended: state(false, false, 'archive', 0, 'is after the archive ended this data type'),
  never_existed: state(false, false, 'archive', null, 'is of a series that the archive does not have'),
  gap: state(
    false,
    true,
    'archive',
    REBUILT_WITHIN_DAYS,
    'is missing in the archive, between days that exist',
  ),
  absent: state(
    false,
    true,
    'archive',
    REBUILT_WITHIN_DAYS,
    'was not found in the archive when it was requested',
  ),
  month_short: state(
    false,
    true,
    'archive',
    REBUILT_WITHIN_DAYS,
    'is missing in a monthly file that is too short',
  ),
  failed: state(false, true, 'ours', null, 'could not be fetched'),
  disputed: state(false, true, 'archive', null, 'contradicts its published checksum and is in quarantine'),
  corrupt: state(false, true, 'ours', null, 'was held, and its file is corrupt'),
  gone: state(false, true, 'ours', null, 'was held, and its file is gone from the disk'),
};

const CODES: Readonly<Record<string, number>> = Object.fromEntries(
  DAY_STATES.map((name, code) => [name, code]),
);

/** The code of a state, 0 to 255. */
export function codeOf(name: DayState): number {
  return CODES[name] ?? 0;
}

/** The state with that code; `unknown` for a code of a later version. */
export function stateOf(code: number): DayState {
  return DAY_STATES[code] ?? 'unknown';
}

/** Whether text is the name of a state. */
export function isDayState(text: string): text is DayState {
  return Object.hasOwn(CODES, text);
}
