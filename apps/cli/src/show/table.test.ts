import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fitted, widthOf } from './fitted.ts';
import { table } from './table.ts';

const HEAD = ['series', 'in', 'files', 'size', 'holes'];
const ROWS = [
  ['spot/klines/BTCUSDT/1h', 'daily', 1_227, '60.8 kB', '2025-06-14; 2025-07-12 … 2025-07-31, 20 days'],
  ['spot/klines/币安人生USDT/1h', 'daily', 1, '1.2 kB', ''],
];

describe('table', () => {
  test('is one line a row where there is room', () => {
    expect(table(HEAD, ROWS, { columns: 200 }).split('\n')).toEqual([
      'series                       in     files  size     holes',
      'spot/klines/BTCUSDT/1h       daily  1,227  60.8 kB  2025-06-14; 2025-07-12 … 2025-07-31, 20 days',
      'spot/klines/币安人生USDT/1h  daily      1  1.2 kB',
    ]);
  });

  test('wraps its last column, then leaves out what it may, then stacks its rows', () => {
    const options = { optional: ['size'] };
    const wide = table(HEAD, ROWS, { ...options, columns: 80 });
    expect(wide).toContain('size');
    expect(wide).toMatch(/^ +2025-07-31, 20 days$/m);
    const narrow = table(HEAD, ROWS, { ...options, columns: 65 });
    expect(narrow).not.toContain('size');
    const stacked = table(HEAD, ROWS, { ...options, columns: 40 });
    expect(stacked).toMatch(
      /^spot\/klines\/BTCUSDT\/1h\n {2}in +daily\n {2}files +1,227\n {2}size +60\.8 kB\n/,
    );
    expect(stacked.endsWith('size   1.2 kB')).toBe(true);
  });

  test('never cuts a word, and is never too wide except for a single word', () => {
    const word = fc.stringMatching(/^[a-z0-9/-]{1,20}$/);
    const cell = fc.oneof(
      fc.nat(),
      fc.array(word, { minLength: 1, maxLength: 6 }).map((it) => it.join(' ')),
    );
    const tables = fc
      .integer({ min: 1, max: 6 })
      .chain((width) =>
        fc.tuple(
          fc.array(word, { minLength: width, maxLength: width }),
          fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 4 }),
        ),
      );
    fc.assert(
      fc.property(tables, fc.integer({ min: 30, max: 120 }), ([head, rows], columns) => {
        const text = table(head, rows, { columns });
        const words = rows
          .flat()
          .flatMap((it) => (typeof it === 'number' ? it.toLocaleString('en') : it.split(' ')));
        const shown = new Set(text.split(/\s+/));
        for (const one of words) expect(shown).toContain(one);
        const most = Math.max(columns, ...[...words, ...head].map((it) => widthOf(it) + 30));
        for (const line of text.split('\n')) expect(widthOf(line)).toBeLessThanOrEqual(most);
      }),
    );
  });
});

test('a long line continues below its text, not below its label', () => {
  const text = 'Download  90 files, about 138 kB (typical sizes of busy symbols)';
  expect(fitted(text, 40).split('\n')).toEqual([
    'Download  90 files, about 138 kB',
    '          (typical sizes of busy',
    '          symbols)',
  ]);
  expect(fitted(text, 80)).toBe(text);
});
