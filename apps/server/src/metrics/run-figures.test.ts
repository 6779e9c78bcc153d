import { expect, test } from 'vitest';
import { RunFigures } from './run-figures.ts';

test('what could not be read is read anew, and what could is kept for a while', async () => {
  let reads = 0;
  /** Records whose folder cannot be read the first time. */
  const records = {
    async *each(): AsyncGenerator<never, void, undefined> {
      reads += 1;
      if (reads === 1) throw new Error('EIO');
      yield* [];
    },
  };
  const figures = new RunFigures(records, { nameOf: (it) => it }, { know: () => {}, ended: () => {} });
  await expect(figures.directories()).rejects.toThrow('EIO');
  expect(await figures.directories()).toEqual([]);
  expect(await figures.directories()).toEqual([]);
  expect(reads).toBe(2);
});
