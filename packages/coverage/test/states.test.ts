import { readFile } from 'node:fs/promises';
import { codeOf, DAY_STATE_SPECS, DAY_STATES, isDayState, isSettled, stateOf } from '@tapehaul/coverage';
import { expect, test } from 'vitest';

test('codes are stored, so they stay as they are', () => {
  expect(DAY_STATES.map((state) => `${codeOf(state)} ${state}`)).toEqual([
    '0 unknown',
    '1 proved',
    '2 month',
    '3 accepted',
    '4 unverified',
    '5 month_unverified',
    '6 planned',
    '7 not_yet_published',
    '8 before_first',
    '9 after_last',
    '10 type_ended',
    '11 never_existed',
    '12 gap',
    '13 absent',
    '14 month_short',
    '15 failed',
    '16 disputed',
    '17 corrupt',
    '18 gone',
  ]);
  expect(stateOf(200)).toBe('unknown');
  expect(['proved', 'toString', ''].map(isDayState)).toEqual([true, false, false]);
});

test('what is held is expected, and what is expected and not held is our fault, the archive’s or a matter of time', () => {
  for (const { held, expected, fault } of Object.values(DAY_STATE_SPECS)) {
    if (held) expect({ expected, fault }).toEqual({ expected: true, fault: 'none' });
    else if (expected) expect(fault).not.toBe('none');
  }
});

test('a day is settled when nothing about it is expected to change', () => {
  const at = (state: Parameters<typeof isSettled>[0], day: string): boolean =>
    isSettled(state, day, '2025-08-31');
  expect(at('proved', '2025-08-30')).toBe(true);
  expect(at('before_first', '2025-08-30')).toBe(true);
  expect([at('month', '2025-07-31'), at('month', '2025-06-30')]).toEqual([false, true]);
  expect([at('gap', '2025-07-17'), at('gap', '2025-07-16')]).toEqual([false, true]);
  expect([at('after_last', '2025-08-23'), at('after_last', '2025-08-22')]).toEqual([false, true]);
  for (const state of [
    'unverified',
    'failed',
    'disputed',
    'planned',
    'not_yet_published',
    'gone',
    'corrupt',
  ] as const)
    expect(at(state, '2019-01-01')).toBe(false);
});

const DOC = new URL('../../../docs/completeness.md', import.meta.url);

test('the table of docs/completeness.md says what each state means', async () => {
  const rows = (await readFile(DOC, 'utf8')).split('\n').filter((line) => /^\| \d+ \|/.test(line));
  const yes = (is: boolean): string => (is ? 'yes' : 'no');
  const settled = (days: number | null): string =>
    days === null ? 'no' : days === 0 ? 'at once' : `after ${days} days`;
  const wanted = DAY_STATES.map((state, code) => {
    const { meaning, expected, held, fault, settledAfterDays } = DAY_STATE_SPECS[state];
    const whose = fault === 'none' ? '–' : fault;
    const cells = [code, `\`${state}\``, meaning, yes(expected), yes(held), whose, settled(settledAfterDays)];
    return `| ${cells.join(' | ')} |`;
  });
  expect(rows).toEqual(wanted);
});
