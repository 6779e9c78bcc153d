import { expect, test } from 'vitest';
import { asTapehaulError, CodedError, TapehaulError } from '../src/index.ts';

/** The same class as another copy of this package has it, such as one in a folder beside a bundled command. */
async function otherCopy(): Promise<typeof TapehaulError> {
  const place = new URL('../src/error/tapehaul-error.ts?another', import.meta.url).href;
  return ((await import(place)) as { TapehaulError: typeof TapehaulError }).TapehaulError;
}

class Derived extends TapehaulError {}

test('an error of another copy of this package is one of ours', async () => {
  const Other = await otherCopy();
  const error: unknown = new Other('engine_unavailable', 'no server');
  expect(Object.getPrototypeOf(error)).not.toBe(TapehaulError.prototype);
  expect(error instanceof TapehaulError).toBe(true);
  expect(error instanceof CodedError).toBe(true);
  expect(asTapehaulError(error)).toBe(error);
});

test('it is none of a derived class, and other errors are none of ours', async () => {
  const Other = await otherCopy();
  expect(new Other('engine_unavailable', 'no server') instanceof Derived).toBe(false);
  expect(new Derived('engine_unavailable', 'no server') instanceof TapehaulError).toBe(true);
  expect(new TapehaulError('engine_unavailable', 'no server') instanceof Derived).toBe(false);
  const named = Object.assign(new Error('no server'), { name: 'TapehaulError' });
  expect(named instanceof TapehaulError).toBe(false);
  expect(new CodedError('a_code', 'of another domain') instanceof TapehaulError).toBe(false);
  expect(Object.assign(new Error('x'), { code: 'ENOENT', facts: {} }) instanceof CodedError).toBe(false);
});
