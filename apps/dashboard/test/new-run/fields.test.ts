import { describe, expect, test } from 'vitest';
import { formatConfig, isObject, parseConfig } from '../../src/pages/new-run/config/config-json.ts';
import { changeDraft, type Draft, type DraftChange, draftOf } from '../../src/pages/new-run/config/draft.ts';
import {
  fieldOf,
  formFields,
  NUMBER_KEYS,
  TEXT_KEYS,
  withField,
  withSuggestion,
} from '../../src/pages/new-run/config/form-fields.ts';

/** A draft after some changes. */
function changed(config: Readonly<Record<string, unknown>>, ...changes: readonly DraftChange[]): Draft {
  return changes.reduce(changeDraft, draftOf(config));
}

describe('texts and numbers', () => {
  test.each(TEXT_KEYS)('%s is written as it is typed, and removed when it is emptied', (key) => {
    const written = withField({ markets: ['spot'] }, key, 'auto');
    expect(written).toEqual({ markets: ['spot'], [key]: 'auto' });
    expect(formFields(written).texts[key]).toBe('auto');
    expect(withField(written, key, '')).toEqual({ markets: ['spot'] });
    expect(formFields({ [key]: 7 }).texts[key]).toBeUndefined();
    expect(formFields({}).texts[key]).toBe('');
  });

  test.each(NUMBER_KEYS)('%s is written as a number, and shown as it is written', (key) => {
    expect(withField({}, key, '16')).toEqual({ [key]: 16 });
    expect(withField({}, key, '1e3')).toEqual({ [key]: 1_000 });
    expect(withField({}, key, 'four')).toEqual({ [key]: 'four' });
    expect(formFields({ [key]: 16 }).numbers[key]).toBe('16');
    expect(formFields({ [key]: '16' }).numbers[key]).toBe('16');
    expect(formFields({ [key]: [16] }).numbers[key]).toBeUndefined();
    expect(withField({ [key]: 16 }, key, '')).toEqual({});
  });

  test('days go into one range, whichever comes first', () => {
    const both = { date_range: { start: '2025-07-01', end: '2025-07-15' } };
    expect(withField(withField({}, 'start', '2025-07-01'), 'end', '2025-07-15')).toEqual(both);
    expect(withField(withField({}, 'end', '2025-07-15'), 'start', '2025-07-01')).toEqual(both);
    expect(withField(both, 'end', '')).toEqual({ date_range: { start: '2025-07-01' } });
    expect(withField({ date_range: 'July' }, 'start', '2025-07-01')).toEqual({
      date_range: { start: '2025-07-01' },
    });
    expect(formFields({ date_range: { start: 20_250_701 } }).days).toEqual({ start: undefined, end: '' });
  });
});

describe('a problem', () => {
  test.each([
    ['markets', 'markets'],
    ['markets[1]', 'markets'],
    ['data_types[0]', 'data_types'],
    ['intervals.klines[2]', 'intervals'],
    ['symbols.spot[0]', 'symbols'],
    ['exclude_symbols[0]', 'exclude_symbols'],
    ['date_range', 'start'],
    ['date_range.start', 'start'],
    ['date_range.end', 'end'],
    ['output_directory', 'output_directory'],
    ['max_parallel_downloads', 'max_parallel_downloads'],
    ['source.endpoint', undefined],
    ['retry_attempts', undefined],
    ['(configuration)', undefined],
    ['', undefined],
  ] as const)('at %s stands at the field %s', (path, field) => {
    expect(fieldOf(path)).toBe(field);
  });

  test.each([
    ['markets[0]', 'spot', { markets: ['spot', 'options'] }],
    ['markets[1]', 'spot', { markets: ['spott', 'spot'] }],
    ['symbols.spot[0]', 'BTCUSDT', { symbols: { spot: ['BTCUSDT'] } }],
    ['engine', 's3', { engine: 's3' }],
    ['date_range.end', 'latest', { date_range: { start: '2025-07-01', end: 'latest' } }],
  ] as const)('at %s is solved by %s', (path, suggestion, expected) => {
    const config = {
      markets: ['spott', 'options'],
      symbols: { spot: ['BTCUSTD'] },
      engine: 's33',
      date_range: { start: '2025-07-01', end: 'newest' },
    };
    expect(withSuggestion(config, path, suggestion)).toEqual({ ...config, ...expected });
  });

  test.each(['markets[9]', 'markets[0].name', 'symbols', 'date_range', 'nothing', 'retry_attempts', ''])(
    'at %j is left where no text stands',
    (path) => {
      const config = { markets: ['spott'], symbols: ['A'], date_range: {}, retry_attempts: 1 };
      expect(withSuggestion(config, path, 'x')).toBeUndefined();
    },
  );
});

describe('the text of a configuration', () => {
  test.each([
    ['{}', {}],
    ['{ "a": [] }', { a: [] }],
    ['\n{"a":{"b":null}}\n', { a: { b: null } }],
  ])('%j is read', (text, config) => {
    expect(parseConfig(text)).toEqual({ config, fault: undefined });
  });

  test.each(['', '{', '[]', 'null', '7', '"text"', '{"a": 1,}', "{'a': 1}"])(
    '%j is refused with a reason',
    (text) => {
      const { config, fault } = parseConfig(text);
      expect(config).toBeUndefined();
      expect(fault).toMatch(/^(?:This is not JSON: .|A configuration is an object)/);
    },
  );

  test('has two spaces a level, and keys in their order', () => {
    expect(formatConfig({})).toBe('{}');
    expect(formatConfig({ b: 1, a: { c: [1, 'x'], d: {} }, e: undefined })).toBe(
      '{\n  "b": 1,\n  "a": {\n    "c": [1, "x"],\n    "d": {}\n  }\n}',
    );
    expect(formatConfig({ a: [{ b: 1 }] })).toBe('{\n  "a": [\n    {\n      "b": 1\n    }\n  ]\n}');
  });

  test('is an object, and a list is none', () => {
    expect([{}, { a: 1 }, [], null, 'x', 1, undefined].map(isObject)).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
      false,
    ]);
  });
});

describe('a draft', () => {
  const field = (value: string): DraftChange => ({ kind: 'field', key: 'engine', value });

  test('keeps what was typed until the form changes something', () => {
    const typed = changed({}, { kind: 'text', text: '{"engine":"s3"}' });
    expect(typed).toEqual({ config: { engine: 's3' }, text: '{"engine":"s3"}', fault: undefined });
    expect(changeDraft(typed, field('auto')).text).toBe('{\n  "engine": "auto"\n}');
  });

  test('is replaced whole by another configuration, also where its text cannot be read', () => {
    const replaced = changed({ a: 1 }, { kind: 'text', text: '{' }, { kind: 'config', config: { b: 2 } });
    expect(replaced).toEqual(draftOf({ b: 2 }));
  });

  test('takes no suggestion and no field while its text cannot be read', () => {
    const suggestion: DraftChange = { kind: 'suggestion', path: 'engine', suggestion: 's3' };
    const broken = changed({ engine: 's33' }, { kind: 'text', text: '{' });
    expect(changed({ engine: 's33' }, { kind: 'text', text: '{' }, suggestion, field('s3'))).toEqual(broken);
    expect(changed({ engine: 's33' }, suggestion).config).toEqual({ engine: 's3' });
  });
});
