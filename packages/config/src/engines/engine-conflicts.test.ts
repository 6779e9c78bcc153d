import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { configSchema } from '../schema/schema.ts';
import { conflictReasons, type EngineRules, whyUnwanted } from './engine-conflicts.ts';
import { ENGINES } from './engine-specs.ts';

const mirror: EngineRules = {
  name: 'mirror',
  options: { enable_mirror: { turnsOff: true }, mirror_folder: {} },
  whyNot: [
    { key: 'max_bytes_per_second', when: 'given', fact: 'cannot keep to max_bytes_per_second' },
    { key: 'mirror_folder', when: 'missing', fact: null },
    { key: 'source.style', when: ['host', 'none'], fact: 'supports the bucket in the path only' },
  ],
};
const usable = { engine: 'mirror', enable_mirror: true, mirror_folder: '/mnt/mirror', source: {} };

describe('a configuration rules an engine out', () => {
  test.each([
    [{}, undefined, []],
    [{ engine: 'auto' }, undefined, []],
    [{ enable_mirror: false }, 'enable_mirror is false', ['enable_mirror is false']],
    [{ mirror_folder: undefined }, 'mirror_folder is missing', ['mirror_folder is missing']],
    [
      { max_bytes_per_second: 9_000 },
      'mirror cannot keep to max_bytes_per_second',
      ['it cannot keep to max_bytes_per_second'],
    ],
    [
      { source: { style: 'host' } },
      'source.style is host: mirror supports the bucket in the path only',
      ['source.style is host, and mirror supports the bucket in the path only'],
    ],
    [
      { enable_mirror: false, max_bytes_per_second: 9_000, source: { style: 'none' } },
      'enable_mirror is false',
      [
        'enable_mirror is false',
        'source.style is none, and mirror supports the bucket in the path only',
        'it cannot keep to max_bytes_per_second',
      ],
    ],
  ])('%j', (change, first, all) => {
    const config = { ...usable, ...change };
    expect(whyUnwanted(mirror, config)).toBe(first);
    expect(conflictReasons(mirror, config)).toEqual(all);
  });

  test('when another engine is chosen by name, unless it is turned off anyway', () => {
    expect(whyUnwanted(mirror, { ...usable, engine: 's3' })).toBe('engine is s3');
    expect(whyUnwanted(mirror, { ...usable, engine: 's3', enable_mirror: false })).toBe(
      'enable_mirror is false',
    );
  });

  test('for no reason exactly when it can be chosen', () => {
    const config = fc.record({
      engine: fc.constant('mirror'),
      enable_mirror: fc.boolean(),
      mirror_folder: fc.constantFrom(undefined, '/mnt'),
      max_bytes_per_second: fc.constantFrom(undefined, 2_000),
      source: fc.constantFrom({}, { style: 'path' }, { style: 'host' }, 'https://mirror.example'),
    });
    fc.assert(
      fc.property(config, (one) => {
        expect(whyUnwanted(mirror, one) === undefined).toBe(conflictReasons(mirror, one).length === 0);
      }),
    );
  });
});

test.each(ENGINES.map(({ name, whyNot }) => [name, whyNot] as const))(
  '%s is ruled out by keys of the configuration that exist',
  (_, whyNot) => {
    const { properties } = z.toJSONSchema(configSchema, { io: 'input' });
    for (const { key } of whyNot) {
      const place = key.split('.').reduce<unknown>((found, part) => {
        return Object(found)[part] ?? Object(Object(found).properties)[part];
      }, properties);
      expect(place, key).toBeDefined();
    }
  },
);
