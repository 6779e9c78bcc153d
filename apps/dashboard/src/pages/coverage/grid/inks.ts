import { codeOf, DAY_STATES, type DayState, isDayState } from '@tapehaul/coverage';

/**
 * All inks of the map, in the order of their numbers: those of days, then those of blocks of days by the share that is held. The
 * fifth step of these, all, is the ink of a held day. Each has a colour in the style sheet, `--map-held` and so on, and where
 * colours are close a mark of its own.
 */
export const INKS = [
  'blank',
  'outside',
  'coming',
  'held',
  'unverified',
  'archive',
  'disputed',
  'ours',
  'corrupt',
  'share-none',
  'share-some',
  'share-most',
  'share-nearly',
] as const;

/** The name of an ink. */
export type Ink = (typeof INKS)[number];

/** The ink of each state of a day. */
const INK_OF_STATE: Readonly<Record<DayState, Ink>> = {
  unknown: 'blank',
  proved: 'held',
  month: 'held',
  accepted: 'held',
  unverified: 'unverified',
  month_unverified: 'unverified',
  planned: 'coming',
  not_yet_published: 'coming',
  before_first: 'outside',
  after_last: 'outside',
  type_ended: 'outside',
  never_existed: 'outside',
  gap: 'archive',
  absent: 'archive',
  month_short: 'archive',
  failed: 'ours',
  disputed: 'disputed',
  corrupt: 'corrupt',
  gone: 'ours',
};

/** The number of an ink. */
export function inkNumber(ink: Ink): number {
  return INKS.indexOf(ink);
}

/** The number of the ink of each state, by its code. */
export const INK_OF_CODE: Uint8Array = Uint8Array.from(DAY_STATES, (state) => inkNumber(INK_OF_STATE[state]));

/** The ink of a share of days held: none, less than half, less than nine tenths, less than all, all. */
export function shareInk(held: number, expected: number): Ink {
  if (held >= expected) return 'held';
  if (held === 0) return 'share-none';
  const share = held / expected;
  if (share < 0.5) return 'share-some';
  return share < 0.9 ? 'share-most' : 'share-nearly';
}

/**
 * Our code of each code of an answer, by the names that the answer gives its codes: a service of another version may number its
 * states in its own way. A name that is unknown here becomes the code of `unknown`.
 */
export function codesOfNames(names: readonly string[]): Uint8Array {
  const codes = new Uint8Array(256);
  names.forEach((name, code) => {
    if (isDayState(name)) codes[code] = codeOf(name);
  });
  return codes;
}
