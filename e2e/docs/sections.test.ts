import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pages, prose } from './markdown.ts';

/** Lines that a screen shows, and the characters after which one of them wraps. */
const SCREEN = 50;
const WIDTH = 140;
/** Collections of screens and messages, written by tests: they are searched, not read. */
const COLLECTIONS = [
  'docs/configuration-errors.md',
  'docs/terminal.md',
  'docs/typed-mistakes.md',
  'CHANGELOG.md',
];

/** The headings of a page below which there is more than a screen before the next heading. */
function longSections(text: string): string[] {
  const lines = text.split('\n');
  const starts = prose(text)
    .split('\n')
    .flatMap((line, at) => (/^#{1,6} /.test(line) ? [at] : []));
  return starts.flatMap((start, n) => {
    const shown = lines
      .slice(start + 1, starts[n + 1])
      .reduce((sum, { length }) => sum + Math.max(1, Math.ceil(length / WIDTH)), 0);
    return shown > SCREEN ? [`${lines[start]}: ${shown} lines`] : [];
  });
}

test('no section of the documentation is longer than a screen', () => {
  const root = join(import.meta.dirname, '../..');
  const long = pages(root)
    .filter(({ path }) => !COLLECTIONS.includes(path))
    .flatMap(({ path, text }) => longSections(text).map((section) => `${path}: ${section}`));
  expect(long).toEqual([]);
});

test('a section is as long as it is shown, and ends at the next heading', () => {
  const line = 'x'.repeat(WIDTH);
  const page = (lines: string[]): string =>
    ['# A page', '', '## A section', ...lines, '## The next'].join('\n');
  expect(longSections(page(Array(SCREEN).fill(line)))).toEqual([]);
  expect(longSections(page(Array(SCREEN).fill(`${line}x`)))).toEqual(['## A section: 100 lines']);
  expect(longSections(page(['```sh', ...Array(SCREEN).fill('# a comment'), '```']))).toEqual([
    '## A section: 52 lines',
  ]);
});
