import { describe, expect, test } from 'vitest';
import { isMissingPart } from '../src/app/missing-part.ts';
import { keyParts, linkedParts, withoutKey } from '../src/words/keys.ts';
import { queueSentence } from '../src/words/runs.ts';
import { visibleText } from '../src/words/visible-text.ts';

describe('text of the archive', () => {
  test.each([
    ['a\u202eb', 'a\\u{202e}b'],
    ['\u0000\u001b[31m', '\\u{0000}\\u{001b}[31m'],
    ['zero\u200bwidth\u2066', 'zero\\u{200b}width\\u{2066}'],
    ['line\nbreak\tand tab', 'line\nbreak\tand tab'],
    ['👩‍💻 币安人生USDT', '👩‍💻 币安人生USDT'],
    ['tag \u{e0041}', 'tag \\u{e0041}'],
  ])('%j reads %j', (text, seen) => {
    expect(visibleText(text)).toBe(seen);
  });

  test('is made visible in keys, messages and links', () => {
    expect(keyParts('data/\u202egpj.zip')).toEqual(['data/', '\\u{202e}gpj.zip']);
    expect(withoutKey('a.zip: \u0007bell', 'a.zip')).toBe('\\u{0007}bell');
    expect(linkedParts('see https://a.example/\u202ex')).toEqual([
      { text: 'see ' },
      expect.objectContaining({ text: 'https://a.example/\\u{202e}x' }),
    ]);
  });
});

test.each([
  ['Failed to fetch dynamically imported module: http://a/b.js', true],
  ['error loading dynamically imported module: http://a/b.js', true],
  ['Importing a module script failed.', true],
  ['rows is undefined', false],
])('that a part of the page is missing is known by its message: %s', (message, isMissing) => {
  expect([isMissingPart(new TypeError(message)), isMissingPart(message)]).toEqual([isMissing, isMissing]);
});

test('a run in the queue says its place and what it waits for', () => {
  expect(queueSentence(1, undefined)).toBe('It is the next in the queue.');
  expect(queueSentence(1_200, '1 run in progress')).toBe(
    'It is at place 1,200 in the queue and waits for 1 run in progress.',
  );
});
