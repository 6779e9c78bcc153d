import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { KeySequence } from '../src/app/keys/key-sequence.ts';
import { runSearch } from '../src/pages/run/run-search.ts';
import { runsSearch } from '../src/pages/runs/runs-search.ts';
import { signInSearch } from '../src/pages/sign-in/sign-in-search.ts';
import { taskSearch } from '../src/pages/task/task-search.ts';
import { keyParts, linkedParts, withoutKey } from '../src/words/keys.ts';

describe('addresses', () => {
  test('give back the view they name, and leave out what they do not know', () => {
    const search = {
      tab: 'logs',
      level: 'warn',
      log: 'retry',
      newest: false,
      task: 'a/b.zip',
      order: 'slowest',
    };
    expect(runSearch({ ...search, colour: 'red' })).toEqual(search);
    expect(runSearch({ tab: 'none', level: 7, order: '', newest: 'yes', find: '' })).toEqual({});
    expect(runsSearch({ show: 'failed' })).toEqual({ show: 'failed' });
    expect(runsSearch({ show: 'toString' })).toEqual({});
    expect(taskSearch({ attempt: 2 })).toEqual({ attempt: 2 });
    expect(taskSearch({ attempt: -1 })).toEqual({});
  });

  test('what looks like a number is text', () => {
    expect(runSearch({ find: 2025 })).toEqual({ find: '2025' });
  });

  test('are the same when they are read twice, whatever is in them', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (search) => {
        const once = runSearch(search);
        expect(runSearch({ ...once })).toEqual(once);
      }),
    );
  });

  test('signing in leads to a path of this page only', () => {
    expect(signInSearch({ to: '/runs?show=failed' })).toEqual({ to: '/runs?show=failed' });
    for (const to of ['https://else.where', '//else.where', '/\\else.where', 'runs', 7, undefined]) {
      expect(signInSearch({ to })).toEqual({});
    }
  });
});

describe('keys', () => {
  test('alone and in sequences', () => {
    const done: string[] = [];
    const note = (name: string) => () => done.push(name);
    const keys = new KeySequence({ 'g r': note('runs'), r: note('retry'), n: note('new') });
    expect(keys.press('r', 0)).toBe(true);
    expect(keys.press('g', 1_000)).toBe(true);
    expect(keys.press('r', 2_000)).toBe(true);
    expect(keys.press('g', 3_000)).toBe(true);
    expect(keys.press('r', 9_000)).toBe(true);
    expect(keys.press('g', 10_000)).toBe(true);
    expect(keys.press('n', 10_100)).toBe(true);
    expect(keys.press('x', 11_000)).toBe(false);
    expect(keys.press('constructor', 11_000)).toBe(false);
    expect(done).toEqual(['retry', 'runs', 'retry', 'new']);
  });
});

describe('text of the archive', () => {
  test('a key breaks behind its slashes', () => {
    expect(keyParts('data/spot/x.zip')).toEqual(['data/', 'spot/', 'x.zip']);
    fc.assert(fc.property(fc.string(), (key) => keyParts(key).join('') === key));
  });

  test('a message is shown without the key beside it', () => {
    expect(withoutKey('a/b.zip: checksum differs', 'a/b.zip')).toBe('checksum differs');
    expect(withoutKey('b.zip checksum differs', 'a/b.zip')).toBe('checksum differs');
    expect(withoutKey('throttled', 'a/b.zip')).toBe('throttled');
  });

  test('becomes a link only where it is an https address, and loses nothing', () => {
    expect(linkedParts('see https://example.org/a, please').map(({ href }) => href)).toEqual([
      undefined,
      'https://example.org/a',
      undefined,
    ]);
    for (const text of ['javascript:alert(1)', 'data:text/html,x', 'http://plain', '<a href="x">']) {
      expect(linkedParts(text)).toEqual([{ text }]);
    }
    const pieces = fc.array(fc.oneof(fc.string(), fc.constant('https://a.b/c'), fc.constant('javascript:x')));
    fc.assert(
      fc.property(pieces, (parts) => {
        const text = parts.join(' ');
        expect(
          linkedParts(text)
            .map((part) => part.text)
            .join(''),
        ).toBe(text);
        expect(linkedParts(text).every(({ href }) => href === undefined || href.startsWith('https://'))).toBe(
          true,
        );
      }),
    );
  });
});
