import { expect, test } from 'vitest';
import { asTyped } from './flag-words.ts';
import { habitOfCommand, habitOfOption } from './habits.ts';

test('a name that every object has is no habit of another tool, and no flag', () => {
  for (const name of Object.getOwnPropertyNames(Object.prototype)) {
    expect(habitOfCommand(name)).toBeUndefined();
    expect(habitOfOption(name)).toBeUndefined();
    const problem = { path: name, message: 'unknown key, ignored' };
    expect(asTyped(problem, { flags: {}, set: [], byFlags: false })).toBe(problem);
  }
});
