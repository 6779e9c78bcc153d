import { counted } from '@tapehaul/errors';
import type { FleetEvent } from '@tapehaul/workflow/fleet';

/** Time between two lines, in milliseconds. */
const EVERY = 10_000;

/** Says how far workers are with the parts of a plan. */
export class PartLines {
  #at = Number.NEGATIVE_INFINITY;

  /** A line about an event at a time in milliseconds, empty where one was given lately; undefined once the plan is made. */
  line({ open_parts, workers }: FleetEvent, now: number): string | undefined {
    if (open_parts === undefined) return undefined;
    if (open_parts === 0 || now - this.#at < EVERY) return '';
    this.#at = now;
    return `planning: ${counted(open_parts, 'part')} left, ${counted(workers.length, 'worker')}`;
  }
}
