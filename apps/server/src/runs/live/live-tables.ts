import { type TablesSummary, TableTally, type WorkflowEvent } from '@tapehaul/workflow';

/** What a run that this process works on has built of tables, by its events; a month that is built again counts twice until its end. */
export class LiveTables {
  readonly #tally = new TableTally();
  #left: number | null = null;

  receive(event: WorkflowEvent): void {
    if (event.kind === 'tables_planned') {
      const isAgain = this.#left !== null;
      this.#left = event.months;
      // What is built again, with the days that were fetched for it, says nothing of all the rest.
      if (isAgain) return;
    }
    if (event.kind === 'table_month') this.#left = Math.max(0, (this.#left ?? 0) - 1);
    if (event.kind !== 'table' && event.kind !== 'table_month' && event.kind !== 'tables_planned') return;
    this.#tally.add(event);
  }

  /** Months that are still to be built; null while files are collected: what is to be built is known once they are settled. */
  get monthsLeft(): number | null {
    return this.#left;
  }

  /** What is built so far; null while files are collected. */
  get summary(): TablesSummary | null {
    return this.#left === null ? null : this.#tally.summary();
  }
}
