import type { FleetEvent } from '@tapehaul/workflow/fleet';
import { expect, test } from 'vitest';
import { PartLines } from './part-lines.ts';

const event = (more: Partial<FleetEvent>): FleetEvent => {
  const rates = { bytes: 0, files_per_second: 0, bytes_per_second: 0 };
  return { kind: 'fleet', files: {}, ...rates, open_batches: 0, workers: [], ...more };
};

test('parts that are left to plan are shown every ten seconds, until files begin', () => {
  const lines = new PartLines();
  const workers = [{ worker: 'a', batches: [1] }];
  expect(lines.line(event({ open_parts: 12, workers }), 0)).toBe('planning: 12 parts left, 1 worker');
  expect(lines.line(event({ open_parts: 11, workers }), 9_999)).toBe('');
  expect(lines.line(event({ open_parts: 1 }), 10_000)).toBe('planning: 1 part left, 0 workers');
  expect(lines.line(event({ open_parts: 0 }), 30_000)).toBe('');
  expect(lines.line(event({ open_batches: 3 }), 30_000)).toBeUndefined();
});
