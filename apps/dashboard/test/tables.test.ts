import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ruleRows } from '../src/pages/coverage/rules/rule-rows.ts';
import { changeDraft, draftOf } from '../src/pages/new-run/config/draft.ts';
import { fieldOf, formFields, withField } from '../src/pages/new-run/config/form-fields.ts';
import { failuresOf, failureText } from '../src/words/tables/failure-text.ts';
import { monthsOf, tableSentence } from '../src/words/tables/table-sentence.ts';

const tables = {
  months: { Completed: 3 },
  months_left: null,
  partitions: 4,
  up_to_date: 0,
  rows: 1_200,
};

describe('the sentence about tables', () => {
  test.each([
    [tables, true, '1,200 rows were built into 4 table files.'],
    [{ ...tables, rows: 1, partitions: 1 }, true, '1 row was built into 1 table file.'],
    [{ ...tables, partitions: 0, rows: 0, up_to_date: 7 }, true, '7 table files were up to date.'],
    [{ ...tables, partitions: 0, rows: 0, up_to_date: 1 }, true, '1 table file was up to date.'],
    [{ ...tables, partitions: 0, rows: 0 }, true, 'No tables were built.'],
    [
      { ...tables, months: { Completed: 1, Failed: 1, Corrupt: 1 } },
      true,
      '1,200 rows were built into 4 table files. Tables of 2 of 3 months of series failed.',
    ],
    [
      { ...tables, months: {}, partitions: null, rows: null },
      false,
      'Tables are built once the files are settled.',
    ],
    [{ ...tables, months: {}, partitions: null, rows: null }, true, 'No tables were built.'],
    [
      { ...tables, months: { Completed: 2, Cancelled: 1 }, partitions: null, rows: null },
      true,
      'Tables of 2 months of series were built.',
    ],
    [
      { ...tables, months_left: 9 },
      false,
      'Tables are being built: 1,200 rows so far, 9 months of series left.',
    ],
  ])('of %j, over: %s', (its, isOver, sentence) => {
    expect(tableSentence(its, isOver)).toBe(sentence);
  });

  test('no month is counted twice, and what was stopped has not ended', () => {
    expect(
      monthsOf({ months: { Completed: 2, Cached: 1, Failed: 4, Cancelled: 8 }, months_left: 5 }),
    ).toEqual({
      ended: 7,
      failed: 4,
      left: 5,
    });
  });
});

describe('tables in the form', () => {
  const choose = (config: object, ...choices: (readonly ['tables' | 'numbers' | 'repair', string])[]) =>
    choices.reduce((its, [key, value]) => withField(its, key, value), { ...config }) as { tables?: unknown };

  test('are a switch, whose settings appear with the first choice and go with the last', () => {
    expect(choose({}, ['tables', 'yes'])).toEqual({ tables: true });
    expect(choose({ tables: true }, ['numbers', 'decimal'])).toEqual({ tables: { numbers: 'decimal' } });
    expect(choose({ tables: { numbers: 'decimal' } }, ['numbers', ''])).toEqual({ tables: true });
    expect(choose({ tables: { numbers: 'decimal' }, x: 1 }, ['tables', ''])).toEqual({ x: 1 });
  });

  test('keep settings that the form does not show', () => {
    const written = { tables: { types: ['klines'], repair: 'off' } };
    expect(choose(written, ['repair', 'rows'])).toEqual({ tables: { types: ['klines'], repair: 'rows' } });
    expect(choose(written, ['repair', ''])).toEqual({ tables: { types: ['klines'] } });
    expect(formFields({ tables: 'yes' }).tables).toBeUndefined();
    expect(formFields({ tables: { numbers: 7 } }).tables).toMatchObject({ isOn: true, numbers: undefined });
  });

  test('have their problems at their own field', () => {
    expect(['tables', 'tables.numbers', 'tables.repair', 'tables.types[0]'].map(fieldOf)).toEqual([
      'tables',
      'numbers',
      'repair',
      'tables',
    ]);
  });

  test('are on in the form exactly when they are in the text', () => {
    const key = fc.constantFrom('tables' as const, 'numbers' as const, 'repair' as const);
    const value = fc.constantFrom('', 'yes', 'decimal', 'off');
    fc.assert(
      fc.property(fc.array(fc.tuple(key, value), { maxLength: 8 }), (steps) => {
        const draft = steps.reduce(
          (its, [name, chosen]) => changeDraft(its, { kind: 'field', key: name, value: chosen }),
          draftOf({ markets: ['spot'] }),
        );
        expect(formFields(draft.config).tables?.isOn).toBe('tables' in JSON.parse(draft.text));
      }),
    );
  });
});

test('a rule of another version of tapehaul is shown by its name', () => {
  const row = { value: null, rule: 'new_rule', severity: 'gap', findings: 2, count: 9 } as const;
  expect(ruleRows({ rows: [row], rules: [] })).toEqual([
    { name: 'new_rule', severity: 'gap', findings: 2, found: 9, counts: 'rows', meaning: '', advice: '' },
  ]);
  expect(ruleRows()).toEqual([]);
});

test.each([
  [0, 0, '0 files'],
  [1, 0, '1 file'],
  [0, 1, '1 month of tables'],
  [2, 3, '2 files and 3 months of tables'],
])('%d files and %d months that failed read %s', (files, months, text) => {
  expect(failureText({ files, months })).toBe(text);
  const counts = {
    files: { Failed: { tasks: files, bytes: 0 } },
    tables: { ...tables, months: { Gone: months } },
  };
  expect(failuresOf(counts)).toEqual({ files, months });
  expect(failuresOf({ ...counts, tables: null })).toEqual({ files, months: 0 });
});
