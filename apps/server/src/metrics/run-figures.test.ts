import { expect, test } from 'vitest';
import { Places } from '../records/places.ts';
import { RunFigures } from './run-figures.ts';

/** Places whose folder cannot be read the first time. */
class Failing extends Places {
  reads = 0;

  override async directories(): Promise<string[]> {
    this.reads += 1;
    if (this.reads === 1) throw new Error('EIO');
    return [];
  }
}

test('what could not be read is read anew, and what could is kept for a while', async () => {
  const places = new Failing('/nowhere');
  const figures = new RunFigures(places, { know: () => {}, ended: () => {} });
  await expect(figures.directories()).rejects.toThrow('EIO');
  expect(await figures.directories()).toEqual([]);
  expect(await figures.directories()).toEqual([]);
  expect(places.reads).toBe(2);
});
