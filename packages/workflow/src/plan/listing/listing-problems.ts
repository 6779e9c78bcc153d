import { counted } from '@tapehaul/errors';
import type { ListingProblem } from '@tapehaul/s3';

/** Problems that are kept in full; a hostile listing may have any number. */
const KEPT = 20;

/** What is wrong with entries of a listing: those entries are left out, all others are used. */
export class ListingProblems {
  readonly kept: ListingProblem[] = [];
  #count = 0;

  get count(): number {
    return this.#count;
  }

  readonly add = (problem: ListingProblem): void => {
    this.#count += 1;
    if (this.kept.length < KEPT) this.kept.push(problem);
  };

  /** One line for each that is kept, and how many more there are. */
  lines(): string[] {
    const more = this.#count - this.kept.length;
    const lines = this.kept.map(({ key, message }) => `the listing has a wrong entry, ${key}: ${message}`);
    return more > 0
      ? [...lines, `the listing has ${counted(more, 'more wrong entry', 'more wrong entries')}`]
      : lines;
  }
}
