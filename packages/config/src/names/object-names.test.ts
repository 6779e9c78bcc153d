import { TapehaulError } from '@tapehaul/errors';
import { expect, test } from 'vitest';
import { checkConfig, problemText, readMatrix } from '../index.ts';

/** Names that every JavaScript object knows: a table that is looked up by them must not. */
const NAMES = Object.getOwnPropertyNames(Object.prototype);

const SOUND = {
  markets: ['spot'],
  symbols: ['BTCUSDT'],
  data_types: ['klines'],
  date_range: { start: '2025-01-01', end: '2025-01-02' },
};

/** Places of a configuration that a name from outside may stand in. */
const PLACES: Readonly<Record<string, (name: string) => string>> = {
  key: (name) => `{"${name}": 1}`,
  source: (name) => `{"source": {"${name}": "x"}}`,
  storage: (name) => `{"storage": {"${name}": "x"}}`,
  group: (name) => `{"s3_config": {"${name}": "x"}}`,
  range: (name) => `{"date_range": {"start": "2025-01-01", "end": "latest", "${name}": "x"}}`,
  market: (name) => `{"markets": ["${name}"]}`,
  type: (name) => `{"data_types": ["${name}"]}`,
  option: (name) => `{"markets": ["options"], "symbols": ["BTC"], "data_types": ["${name}"]}`,
  interval: (name) => `{"intervals": ["${name}"]}`,
  intervals: (name) => `{"intervals": {"${name}": ["1h"]}}`,
  symbols: (name) => `{"symbols": {"${name}": ["BTCUSDT"]}}`,
  partition: (name) => `{"partitions": ["${name}"]}`,
  argument: (name) => `{"s5cmd_args": ["--${name}"]}`,
};

test.each(Object.keys(PLACES))('a name of every object is a wrong one like any other (%s)', (place) => {
  for (const name of NAMES) {
    const input = { ...SOUND, ...JSON.parse(PLACES[place]?.(name) ?? '{}') };
    const { config, problems, warnings } = checkConfig(input);
    const words = [...problems, ...warnings].map(problemText).join('\n');
    expect(words).toMatch(/./);
    expect(words).not.toMatch(/function |native code|\[object/);
    // What cannot be used does not pass as what it is not.
    if (config !== undefined) expect(config).toMatchObject(SOUND);
  }
});

test('a matrix with such names is read', () => {
  for (const name of NAMES) {
    const row = `{"market": "spot", "data_type": "klines", "intervals": ["1h"], "partitions": ["daily"], "${name}": 1}`;
    try {
      const { warnings } = readMatrix(JSON.parse(`{"availability_matrix": [${row}]}`));
      expect(warnings.map(problemText).join('\n')).not.toMatch(/function |native code|ignored/);
    } catch (error) {
      expect(error).toBeInstanceOf(TapehaulError);
    }
  }
});
