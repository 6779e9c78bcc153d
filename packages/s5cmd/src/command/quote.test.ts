import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { quoteArgument } from '../index.ts';

describe('quoting', () => {
  test('brings every text through a shell unharmed', () => {
    const text = fc
      .string({ unit: 'binary', maxLength: 40 })
      .filter((one) => !/[\n\r\0]/.test(one) && isUnicode(one));
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 50 }), (texts) => {
        const script = texts.map((one) => `printf '%s\\0' ${quoteArgument(one)}`).join('\n');
        const { stdout } = spawnSync('sh', { input: script });
        expect(stdout.toString().split('\0').slice(0, -1)).toEqual(texts);
      }),
      { numRuns: 20 },
    );
  });

  test.each(['a\nb', 'a\rb', 'a\0b'])('refuses %j, which s5cmd would drop with all later lines', (text) => {
    expect(() => quoteArgument(text)).toThrow(expect.objectContaining({ code: 'key_invalid' }));
  });
});

function isUnicode(text: string): boolean {
  return text.isWellFormed();
}
