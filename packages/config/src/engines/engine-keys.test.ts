import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { optionSchema } from './engine-keys.ts';

const about = 'What it does.';

describe('a key that an engine adds', () => {
  test.each([
    [
      { type: 'integer', min: 1, max: 9, default: 3, about },
      { type: 'integer', minimum: 1, maximum: 9, default: 3, description: about },
      [1, 9],
      [0, 10, 1.5, '3'],
    ],
    [
      { type: 'boolean', default: true, turnsOff: true, about },
      { type: 'boolean', default: true, description: about },
      [true, false],
      ['true', 1],
    ],
    [
      { type: 'directory', about },
      { type: 'string', description: about },
      ['/mnt/mirror', 'mirror'],
      ['', '  ', 'a\0b', 1],
    ],
  ] as const)('%j has this JSON Schema and takes these values', (option, json, taken, refused) => {
    const schema = optionSchema(option);
    const { $schema: _, ...found } = z.toJSONSchema(schema, { io: 'input' });
    expect(found).toEqual(json);
    for (const value of taken) expect(schema.parse(value)).toBe(value);
    for (const value of refused) expect(schema.safeParse(value).success).toBe(false);
    const expected = 'default' in option ? option.default : undefined;
    expect(schema.parse(undefined)).toBe(expected);
  });
});
