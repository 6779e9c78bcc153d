import { readFileSync } from 'node:fs';
import { someOf } from '@tapehaul/testkit';
import { describe, expect, test } from 'vitest';
import { triedByCommand } from './by-command.ts';
import { SITUATIONS } from './situations.ts';
import { type Answers, tried } from './trial.ts';

const COLUMNS = ['plan', 'collect', 'coverage', 'why', 'missing', 'exit', 'strict'] as const;
const HEAD = '| situation | plan | collect | coverage |';
/** States of files that were transferred. */
const FETCHED = /downloaded|unverified|checksum_disputed/;

/** The rows of the tables of situations, by name. */
const rows = new Map(tablesBelow(HEAD).map(([name = '', ...cells]) => [name, answersOf(cells)]));

function tablesBelow(head: string): string[][] {
  const text = readFileSync(new URL('../../docs/completeness.md', import.meta.url), 'utf8');
  const lines = text.split('\n');
  const starts = lines.flatMap((line, at) => (line.startsWith(head) ? [at] : []));
  expect(starts).toHaveLength(2);
  return starts.flatMap((start) => {
    const end = lines.findIndex((line, at) => at > start && !line.startsWith('|'));
    return lines.slice(start + 2, end).map((line) => line.split('|').slice(1, -1).map(cellText));
  });
}

function cellText(cell: string): string {
  return cell.replaceAll('`', '').trim();
}

function answersOf(cells: readonly string[]): Answers {
  expect(cells).toHaveLength(COLUMNS.length);
  const [plan = '', collect = '', coverage = '', why = '', missing = '', exit = '', strict = ''] = cells;
  return { plan, collect, coverage, why, missing, exit, strict };
}

test('the table has a row for each situation that is tried, and no other', () => {
  expect([...rows.keys()]).toEqual(Object.keys(SITUATIONS));
});

/** Situations that the command is tried in: one always, and by a full trial. */
const ALWAYS = /^short month, 2 of its/;
const FULL =
  /^(nothing|short month|absent month$|absent month, by|disputed month$|2 |stale|missing|re(placed|moved) file|ended|last month of a delisted symbol$|typo|wrong)/;
/** A situation starts the command up to twenty times. */
const MINUTES = 10;
const OF_COMMAND = process.env.TAPEHAUL_TRIALS === 'full' ? FULL : ALWAYS;
const situations = Object.entries(SITUATIONS);

describe.each([
  ['functions', someOf(situations, 3), tried],
  ['command', situations.filter(([name]) => OF_COMMAND.test(name)), triedByCommand],
] as const)('by the %s', (_, some, trial) => {
  test.each(some)(
    '%s: every answer is that of the table',
    { timeout: MINUTES * 60_000 },
    async (name, situation) => {
      const { again, ...answers } = await trial(situation);
      expect(answers).toEqual(rows.get(name));
      expect(again).not.toMatch(FETCHED);
    },
  );
});
