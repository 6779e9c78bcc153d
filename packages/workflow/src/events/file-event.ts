import type { StateName } from '@tapehaul/orchestrator';
import type { FileOutcome } from '../file/file-outcome.ts';
import { failedStateOf, fileStateOf } from '../file/file-states.ts';
import type { FileEvent } from './events.ts';

/** How a file ended, as an event; `planned_bytes` is what the plan counted it with. */
export function fileEvent(outcome: FileOutcome, attempts: number, planned_bytes: number): FileEvent {
  const { key, status, target, bytes, sha256, proof, depth, engine, fallBacks, error } = outcome;
  return {
    kind: 'file',
    key,
    status,
    target,
    bytes,
    planned_bytes,
    sha256,
    // Nothing proves a file that was accepted.
    proof: proof === 'sidecar' ? 'sidecar' : 'none',
    depth,
    engine,
    fall_backs: fallBacks,
    attempts,
    error,
  };
}

/** The state that the task of a file has since such an event. */
export function stateOfFileEvent({ status, error }: Pick<FileEvent, 'status' | 'error'>): StateName {
  return status === 'failed' && error !== null ? failedStateOf(error) : fileStateOf({ status });
}
