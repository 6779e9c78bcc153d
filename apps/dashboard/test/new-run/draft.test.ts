import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatConfig, parseConfig } from '../../src/pages/new-run/config/config-json.ts';
import { changeDraft, draftOf } from '../../src/pages/new-run/config/draft.ts';
import {
  fieldOf,
  formFields,
  LIST_KEYS,
  withField,
  withSuggestion,
} from '../../src/pages/new-run/config/form-fields.ts';
import { symbolList, withNames } from '../../src/pages/new-run/config/symbol-list.ts';

const config = {
  markets: ['spot'],
  symbols: ['BTCUSDT'],
  data_types: ['klines'],
  intervals: ['1h'],
  date_range: { start: '2025-07-01', end: '2025-07-15' },
  retry_attempts: 0,
};

describe('the text of a configuration', () => {
  test('has short lists in one line, and long ones in lines of their own', () => {
    const long = Array.from({ length: 20 }, (_, place) => `SYMBOL${place}USDT`);
    const text = formatConfig({ ...config, symbols: long });
    expect(text).toContain('  "markets": ["spot"],\n');
    expect(text).toContain('  "symbols": [\n    "SYMBOL0USDT",\n');
    expect(text).toContain('  "date_range": {\n    "start": "2025-07-01",\n');
  });

  test('says the same as the configuration, whatever that is', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (any) => {
        const object = { ...any };
        expect(JSON.parse(formatConfig(object))).toEqual(JSON.parse(JSON.stringify(object)));
      }),
    );
  });

  test('that is no configuration is kept, with the reason, and the form waits', () => {
    expect(parseConfig('[1]')).toMatchObject({ fault: expect.stringContaining('an object') });
    const broken = changeDraft(draftOf(config), { kind: 'text', text: '{ "markets": ' });
    expect(broken).toMatchObject({
      config,
      text: '{ "markets": ',
      fault: expect.stringContaining('not JSON'),
    });
    expect(changeDraft(broken, { kind: 'field', key: 'start', value: '2025-01-01' })).toBe(broken);
    const mended = changeDraft(broken, { kind: 'text', text: '{"markets":["options"]}' });
    expect(mended).toEqual({
      config: { markets: ['options'] },
      text: '{"markets":["options"]}',
      fault: undefined,
    });
  });
});

describe('the form', () => {
  test('shows what is written, and nothing of what it cannot show', () => {
    expect(formFields(config)).toMatchObject({
      lists: { markets: ['spot'], symbols: ['BTCUSDT'], exclude_symbols: [] },
      texts: { output_directory: '' },
      numbers: { max_parallel_downloads: '' },
      days: { start: '2025-07-01', end: '2025-07-15' },
    });
    const other = {
      symbols: { spot: ['BTCUSDT'] },
      engine: 7,
      max_parallel_downloads: 'four',
      date_range: 'July',
    };
    expect(formFields(other)).toMatchObject({
      lists: { symbols: undefined, markets: [] },
      texts: { engine: undefined },
      numbers: { max_parallel_downloads: 'four' },
      days: { start: undefined, end: undefined },
    });
  });

  test('changes one key and leaves all others as they are, in their order', () => {
    const changed = withField(config, 'symbols', ['ETHUSDT']);
    expect(Object.keys(changed)).toEqual(Object.keys(config));
    expect(changed).toEqual({ ...config, symbols: ['ETHUSDT'] });
    expect(withField(config, 'end', 'latest')).toEqual({
      ...config,
      date_range: { start: '2025-07-01', end: 'latest' },
    });
    expect(withField(config, 'intervals', [])).not.toHaveProperty('intervals');
    expect(withField(withField(config, 'start', ''), 'end', '')).not.toHaveProperty('date_range');
    expect(withField(config, 'max_parallel_downloads', '8')).toMatchObject({ max_parallel_downloads: 8 });
    expect(withField(config, 'max_parallel_downloads', 'many')).toMatchObject({
      max_parallel_downloads: 'many',
    });
  });

  test('shows any list that was put into it, whatever else the configuration says', () => {
    const any = fc.dictionary(fc.string(), fc.jsonValue());
    fc.assert(
      fc.property(any, fc.constantFrom(...LIST_KEYS), fc.array(fc.string()), (its, key, list) => {
        const changed = changeDraft(draftOf({ ...its }), { kind: 'field', key, value: list });
        expect(formFields(changed.config).lists[key]).toEqual(list);
        expect(parseConfig(changed.text).config).toEqual(JSON.parse(JSON.stringify(changed.config)));
      }),
    );
  });

  test('knows the field of a problem by its path', () => {
    const fields = [
      'symbols[0]',
      'date_range.end',
      'date_range',
      'intervals.klines[0]',
      'source.endpoint',
      'engine',
    ];
    expect(fields.map(fieldOf)).toEqual(['symbols', 'end', 'start', 'intervals', undefined, 'engine']);
  });

  test('takes a suggestion where the text stands that it is for, and nowhere else', () => {
    const written = { ...config, symbols: ['BTCUSTD', 'ETHUSDT'] };
    expect(withSuggestion(written, 'symbols[0]', 'BTCUSDT')).toEqual({
      ...written,
      symbols: ['BTCUSDT', 'ETHUSDT'],
    });
    expect(withSuggestion(written, 'date_range.start', '2025-01-01')).toMatchObject({
      date_range: { start: '2025-01-01', end: '2025-07-15' },
    });
    expect(withSuggestion(written, 'symbols[7]', 'BTCUSDT')).toBeUndefined();
    expect(withSuggestion(written, 'markets', 'spot')).toBeUndefined();
    const draft = draftOf(written);
    expect(changeDraft(draft, { kind: 'suggestion', path: 'nothing', suggestion: 'x' }).config).toEqual(
      written,
    );
  });
});

test.each([
  ['BTCUSDT, ethusdt\nSOLUSDT', ['BTCUSDT', 'ETHUSDT', 'SOLUSDT']],
  ['["BTCUSDT","ETHUSDT"]', ['BTCUSDT', 'ETHUSDT']],
  ["  'btcusd_perp';*USDT|BTCUSDT BTCUSDT\t", ['BTCUSD_PERP', '*USDT', 'BTCUSDT']],
  ['币安人生usdt', ['币安人生USDT']],
  [' , ', []],
])('a pasted list %j is read as symbols', (text, symbols) => {
  expect(symbolList(text)).toEqual(symbols);
});

test('names are added once', () => {
  expect(withNames(['A', 'B'], ['B', 'C'])).toEqual(['A', 'B', 'C']);
});
