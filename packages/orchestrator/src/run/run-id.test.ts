import { expect, test } from 'vitest';
import { newRunId } from '../index.ts';

test('ids of one second are different, and sort as they were made', () => {
  const now = new Date('2026-11-23T20:01:00.999Z');
  const ids = Array.from({ length: 1_000 }, () => newRunId(now));
  expect(ids.toSorted()).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(/^20261123T200100Z-[0-9a-f]{6}$/);
  expect(newRunId(new Date('2026-11-23T20:01:01Z')) > (ids.at(-1) ?? '')).toBe(true);
});
