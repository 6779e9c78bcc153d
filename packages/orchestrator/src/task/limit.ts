import pLimit from 'p-limit';

/** Slots that any number of tasks and flows share: an attempt takes one, a wait for a retry takes none. */
export interface Limit {
  /** What it guards, such as `archive` or `disk`. */
  readonly name: string;
  readonly slots: number;
  /** Whether an attempt that comes now has to wait. */
  readonly full: boolean;
  /** Runs work once a slot is free, in the order of the calls. */
  run<Output>(work: () => Promise<Output>): Promise<Output>;
}

/** Makes a limit; give the same one to all tasks that share it. Throws a RangeError for less than one slot. */
export function limit(name: string, slots: number): Limit {
  if (!(slots >= 1)) throw new RangeError(`the limit ${name} needs at least 1 slot, not ${slots}`);
  const queue = pLimit(slots);
  return {
    name,
    slots,
    get full() {
      return queue.activeCount >= slots;
    },
    run: (work) => queue(work),
  };
}
