import type { BatchClaim, HandedIn, PlannedPart } from '@tapehaul/catalog';
import { partRange, reportText } from '@tapehaul/catalog/rules';
import type { CellWriter } from '../cells/cell-writer.ts';
import type { NoteWriter } from '../notes/note-writer.ts';
import type { PlanWriter } from '../tasks/plan-writer.ts';
import type { BatchStore } from './batch-store.ts';
import type { BatchWriter } from './batch-writer.ts';

/** What a part of a plan is written by. */
export interface PartWriters {
  readonly store: BatchStore;
  readonly batches: BatchWriter;
  readonly plan: PlanWriter;
  readonly notes: NoteWriter;
  readonly cells: CellWriter;
}

/** Writes parts of a plan; to be used in a transaction. */
export class PartWriter {
  readonly #writers: PartWriters;

  constructor(writers: PartWriters) {
    this.#writers = writers;
  }

  /** As {@link PlanParts.storePart}. */
  store(run: number, claim: BatchClaim, what: readonly HandedIn[], part: PlannedPart): number {
    const { store, batches, plan, notes, cells } = this.#writers;
    store.own(run, claim);
    if (!store.summarize(run, claim.batch, reportText(part.summary))) return 0;
    const added = plan.plan(run, part.tasks, undefined, partRange(claim.batch, part.tasks.length));
    for (const gap of part.gaps) notes.gap(run, gap);
    for (const cell of part.cells) cells.mark(cell);
    batches.handIn(run, claim, what);
    return added;
  }
}
