import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { SITUATIONS } from './situations.ts';
import { type Answers, tried } from './trial.ts';

const COLUMNS = ['plan', 'collect', 'coverage', 'why', 'missing', 'exit', 'strict'] as const;
const HEAD = '| situation | plan | collect | coverage |';
/** States of files that were transferred. */
const FETCHED = /downloaded|unverified|checksum_disputed/;

/** The rows of the table of situations, by name. */
const rows = new Map(tableBelow(HEAD).map(([name = '', ...cells]) => [name, answersOf(cells)]));

function tableBelow(head: string): string[][] {
  const text = readFileSync(new URL('../../docs/completeness.md', import.meta.url), 'utf8');
  const lines = text.split('\n');
  const start = lines.findIndex((line) => line.startsWith(head));
  expect(start).toBeGreaterThan(-1);
  const end = lines.findIndex((line, at) => at > start && !line.startsWith('|'));
  return lines.slice(start + 2, end).map((line) => line.split('|').slice(1, -1).map(cellText));
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

test.each(Object.entries(SITUATIONS))('%s: every answer is that of the table', async (name, situation) => {
  const { again, ...answers } = await tried(situation);
  expect(answers).toEqual(rows.get(name));
  expect(again).not.toMatch(FETCHED);
});
