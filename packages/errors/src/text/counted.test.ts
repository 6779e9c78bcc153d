import fc from 'fast-check';
import { expect, test } from 'vitest';
import { counted } from './counted.ts';

test('counts agree with their nouns', () => {
  expect([0, 1, 2].map((count) => counted(count, 'file'))).toEqual(['0 files', '1 file', '2 files']);
  expect(counted(3, 'batch', 'batches')).toBe('3 batches');
});

test('counts have commas as English has them', () => {
  fc.assert(
    fc.property(fc.nat(Number.MAX_SAFE_INTEGER), (count) => {
      expect(counted(count, 'file').split(' ')[0]).toBe(count.toLocaleString('en'));
    }),
  );
});
