import { type TablesSummary, TableTally, type WorkflowEvent } from '@tapehaul/workflow';

/** What a run that this process works on has built of tables, by its events. */
export class LiveTables {
  readonly #tally = new TableTally();
  #left: number | null = null;

  receive(event: WorkflowEvent): void {
    if (event.kind === 'tables_planned') this.#left = event.months;
    else if (event.kind === 'table_month') this.#left = Math.max(0, (this.#left ?? 0) - 1);
    else if (event.kind !== 'table') return;
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
