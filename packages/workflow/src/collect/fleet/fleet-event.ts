import type { BatchRecord } from '@tapehaul/catalog';
import { isFinal } from '@tapehaul/orchestrator';
import type { FleetEvent } from '../../events/fleet-events.ts';
import { IN_PLACE_STATES } from '../../file/file-states.ts';
import type { FileCounts } from '../../result/file-counts.ts';
import type { FleetRate } from './fleet-rate.ts';
import type { BatchesLeft } from './open-batches.ts';

/** How far a run on a fleet is, at a time in milliseconds; `isPlanning` is whether what is left are parts of its plan. */
export function fleetEvent(
  counts: FileCounts,
  { first, open }: BatchesLeft,
  rate: FleetRate,
  at: number,
  isPlanning = false,
): FleetEvent {
  const sum = (states: readonly string[], of: 'tasks' | 'bytes'): number =>
    states.reduce((total, state) => total + (counts[state]?.[of] ?? 0), 0);
  const bytes = sum(IN_PLACE_STATES, 'bytes');
  const ended = sum(
    Object.keys(counts).filter((state) => isFinal(state)),
    'tasks',
  );
  const speed = rate.add({ at, files: ended, bytes });
  return {
    kind: 'fleet',
    files: counts,
    bytes,
    files_per_second: rounded(speed.files),
    bytes_per_second: Math.round(speed.bytes),
    open_batches: isPlanning ? 0 : open,
    ...(isPlanning ? { open_parts: open } : {}),
    workers: workersOf(first),
  };
}

/** The workers that have batches, by name, each with its batches. */
function workersOf(batches: readonly BatchRecord[]): FleetEvent['workers'] {
  const workers = new Map<string, number[]>();
  for (const { holder, isHeld, batch } of batches) {
    if (holder === null || !isHeld) continue;
    const known = workers.get(holder);
    if (known === undefined) workers.set(holder, [batch]);
    else known.push(batch);
  }
  return [...workers]
    .map(([worker, numbers]) => ({ worker, batches: numbers }))
    .sort((one, other) => (one.worker < other.worker ? -1 : 1));
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
