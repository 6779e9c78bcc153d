import type { WorkflowEvent } from '@tapehaul/workflow';

/** States of files that workers have handed in, and that are in place. */
const IN_PLACE: ReadonlySet<string> = new Set(['Completed', 'Cached', 'Unverified']);

/** How far a run on a fleet is, by its events. */
export class Progress {
  readonly #files: number;
  #inPlace = 0;

  constructor(files: number) {
    this.#files = files;
  }

  readonly onEvent = (event: WorkflowEvent): void => {
    if (event.kind !== 'fleet') return;
    const counts = Object.entries(event.files).filter(([state]) => IN_PLACE.has(state));
    this.#inPlace = counts.reduce((sum, [, { tasks }]) => sum + tasks, 0);
  };

  /** Which part of the files is in place, from 0 to 1. */
  get part(): number {
    return this.#inPlace / this.#files;
  }
}
