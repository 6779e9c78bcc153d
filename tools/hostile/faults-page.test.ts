import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { BEHAVIOURS } from './behaviours.ts';
import { faultsPage } from './faults-page.ts';
import { LISTINGS } from './listings.ts';

test('docs/faults.md is what the tables of the tests say; npm run docs:faults writes it', async () => {
  expect(await readFile(new URL('../../docs/faults.md', import.meta.url), 'utf8')).toBe(faultsPage());
});

test('behaviours have names of their own', () => {
  const names = [...BEHAVIOURS, ...LISTINGS].map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBeGreaterThan(60);
});
