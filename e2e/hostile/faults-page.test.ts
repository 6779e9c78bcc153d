import { readFile } from 'node:fs/promises';
import { BEHAVIOURS, LISTINGS } from '@tapehaul/testkit/hostile';
import { expect, test } from 'vitest';
import { faultsPage } from './faults-page.ts';

test('docs/faults.md is what the tables of the tests say; npm run docs:faults writes it', async () => {
  expect(await readFile(new URL('../../docs/faults.md', import.meta.url), 'utf8')).toBe(faultsPage());
});

test('behaviours have names of their own', () => {
  const names = [...BEHAVIOURS, ...LISTINGS].map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBeGreaterThan(60);
});
