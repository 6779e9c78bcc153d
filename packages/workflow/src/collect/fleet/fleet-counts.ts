import type { TaskCounts } from '@tapehaul/orchestrator';
import type { Moved } from '../../events/batch-report.ts';
import type { EventHub } from '../../events/hub.ts';
import { FAILED_FILE_STATES } from '../../file/file-states.ts';
import type { FileCounts } from '../../result/file-counts.ts';

/** Counts how files of a run ended in other processes: in its statistics, and for the state that it ends in. */
export class FleetCounts {
  readonly #hub: Pick<EventHub, 'count'>;
  #last: FileCounts;
  /** When this process began to count, by `performance.now()`. */
  readonly #since = performance.now();

  /** Size of what was counted as fetched, in bytes. */
  #fetched = 0;

  /** `counted` are the files by state that were counted before. */
  constructor(hub: Pick<EventHub, 'count'>, counted: FileCounts) {
    this.#hub = hub;
    this.#last = counted;
  }

  /** Takes the files by state, as they are now, and gives how many have ended since the last time. */
  add(now: FileCounts): TaskCounts {
    const tasks = (state: string): number => (now[state]?.tasks ?? 0) - (this.#last[state]?.tasks ?? 0);
    const bytes = (state: string): number => (now[state]?.bytes ?? 0) - (this.#last[state]?.bytes ?? 0);
    const ended: TaskCounts = {};
    for (const state of ENDS) if (tasks(state) > 0) ended[state] = tasks(state);
    const failed = FAILED_FILE_STATES.reduce((sum, state) => sum + tasks(state), 0);
    if (failed > 0) ended.Failed = failed;
    const fetched = bytes('Completed') + bytes('Unverified');
    this.#fetched += fetched;
    if (Object.keys(ended).length > 0) {
      this.#hub.count({
        kind: 'settled_elsewhere',
        downloaded: tasks('Completed'),
        unverified: tasks('Unverified'),
        cached: tasks('Cached'),
        absent: tasks('Absent'),
        disputed: tasks('Disputed'),
        failed,
        bytes: fetched + bytes('Cached'),
        bytesFetched: fetched,
        duration: (performance.now() - this.#since) / 1_000,
      });
    }
    this.#last = now;
    return ended;
  }

  /** Counts what workers say that they have moved, as far as it is not counted by the size of their files. */
  moved({ bytes, transfer_batches: batches, fall_backs: fallBacks }: Moved): void {
    // What a worker moved before it was killed is not among what they say.
    const bytesFetched = Math.max(0, bytes - this.#fetched);
    this.#hub.count({ kind: 'moved_elsewhere', bytesFetched, batches, fallBacks });
  }
}

const ENDS = ['Completed', 'Unverified', 'Cached', 'Absent', 'Disputed'] as const;
