import type { TapehaulError } from '@tapehaul/errors';
import type { FleetEvent } from '@tapehaul/workflow/fleet';
import { expect, test } from 'vitest';
import { RunLimits } from './run-limits.ts';

const fleet = (bytes: number): FleetEvent => ({
  kind: 'fleet',
  files: {},
  bytes,
  files_per_second: 0,
  bytes_per_second: 0,
  open_batches: 1,
  workers: [],
});

test('what workers fetch counts for the most bytes of a run; what was in place before does not', () => {
  const stops: string[] = [];
  const stop = ({ message }: TapehaulError): void => void stops.push(message);
  const limits = new RunLimits({ maxTransfer: '1K' }, stop);
  for (const bytes of [5_000, 5_500, 6_000]) limits.receive(fleet(bytes));
  expect(stops).toEqual([]);
  limits.receive(fleet(6_024));
  limits.receive(fleet(9_000));
  expect(stops).toEqual(['--max-transfer 1K is reached']);
});
