import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  asTapehaulError,
  TapehaulError,
  visible,
  visibleJson,
  visibleLines,
  visibleScreen,
} from '../index.ts';

/** Any text, with more of what is dangerous in it than chance would bring. */
const hostile = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '\n',
        '\r',
        '\u001b[2K',
        '\u001b]0;title\u0007',
        '\u009b31m',
        '\u202e',
        '\u2066',
        '\u2028',
        '\u200b',
        '\ud800',
        '\u007f',
        '\u0000',
        '\u{e0041}',
      ),
    ),
  )
  .map((parts) => parts.join(''));

const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

describe('text from outside', () => {
  test('shows all that is in it on one line, and twice is as once', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const shown = visible(text);
        expect(shown).not.toMatch(UNSEEN);
        expect(visible(shown)).toBe(shown);
      }),
    );
  });

  test.each([
    ['a\nb', 'a\\nb'],
    ['\u001b[31mred', '\\x1b[31mred'],
    ['\u009b2J', '\\u009b2J'],
    ['abc\u202egpj.exe', 'abc\\u202egpj.exe'],
    ['\u{e0041}', '\\u{e0041}'],
    ['币安人生USDT', '币安人生USDT'],
    ['données – “ok” ✓ 🙂', 'données – “ok” ✓ 🙂'],
    ['C:\\data\\new', 'C:\\data\\new'],
  ])('%j is shown as %s', (text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  test('in JSON is the same value, and nothing that a terminal obeys', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const json = visibleJson(JSON.stringify({ text }));
        expect(json).not.toMatch(UNSEEN);
        expect(JSON.parse(json)).toEqual({ text });
      }),
    );
  });

  test('on a screen leaves our line breaks and colours, and no other control', () => {
    expect(visibleScreen('\u001b[31mfailed\u001b[39m a\n\u001b[2K\u001b[?25l\r')).toBe(
      '\u001b[31mfailed\u001b[39m a\n\\x1b[2K\\x1b[?25l\\r',
    );
    expect(visibleLines('a\n\u001b[31mb')).toBe('a\n\\x1b[31mb');
  });
});

test('an error is made with visible words, wherever they come from', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const problems = [{ path: text, message: text, suggestion: text }];
      for (const error of [
        new TapehaulError('server_error', text, { hint: text }),
        asTapehaulError(new Error(text)),
      ]) {
        expect(`${error.message}${error.hint ?? ''}`).not.toMatch(UNSEEN);
      }
      const { problems: shown } = new TapehaulError('config_invalid', 'wrong', { problems });
      for (const { path, message, suggestion } of shown)
        expect(path + message + suggestion).not.toMatch(UNSEEN);
    }),
  );
});

test('the message of an error that lists problems keeps its lines', () => {
  const problems = [{ path: 'a', message: 'b' }];
  expect(new TapehaulError('config_invalid', 'wrong:\n  a: b\u001b[2K', { problems }).message).toBe(
    'wrong:\n  a: b\\x1b[2K',
  );
});
