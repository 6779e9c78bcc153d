import type { FileCounts, MovedFile, MoveListener, WorkflowEvent } from '@tapehaul/workflow';
import { LiveTables } from './live-tables.ts';
import { Pace } from './pace.ts';
import { PlanEstimate } from './plan-estimate.ts';
import { movedOf } from './run-progress.ts';

/** A file in transfer. */
export interface ActiveFile extends MovedFile {
  /** In milliseconds since 1970 UTC. */
  readonly since: number;
}

/** What this process knows of a run that it works on, beside what the record says. */
export class LiveRun {
  /** What it has built of tables so far. */
  readonly tables = new LiveTables();
  readonly #plan = new PlanEstimate();
  readonly #active = new Map<string, ActiveFile>();
  #pace: Pace | undefined;
  #bytes = 0;
  #files = 0;
  #waitsFor: string | null = null;
  #isOnFleet = false;
  #settledFiles: number | null = null;

  /** Receives an event of the run, at a time of `performance.now()`. */
  receive(event: WorkflowEvent, now: number): void {
    this.#plan.receive(event);
    this.tables.receive(event);
    if (event.kind === 'waiting') this.#waitsFor = event.error.message;
    if (event.kind === 'started') this.#waitsFor = null;
    if (event.kind === 'fleet') this.#isOnFleet = true;
    if (event.kind === 'planned') this.#settledFiles = event.settled_files;
    if (event.kind === 'planned') this.#pace ??= new Pace({ bytes: 0, files: 0 }, now);
    if (event.kind !== 'file' || event.status === 'cached') return;
    this.#bytes += event.bytes;
    this.#files += 1;
    this.#pace?.reached({ bytes: this.#bytes, files: this.#files }, now);
  }

  /** Receives which files engines move. */
  readonly move: MoveListener = (change, file) => {
    if (change === 'began') this.#active.set(file.key, { ...file, since: Date.now() });
    else this.#active.delete(file.key);
  };

  /** Its pace since the plan was made; undefined before. */
  get pace(): Pace | undefined {
    return this.#pace;
  }

  /** Whether these are typical sizes, as the files that came show. */
  get isGuess(): boolean {
    return this.#plan.isGuess;
  }

  /** Whether workers of a fleet do its files: only the record says how far they are. */
  get isOnFleet(): boolean {
    return this.#isOnFleet;
  }

  /** Files of its plan that were settled before; null until the plan is made. */
  get settledFiles(): number | null {
    return this.#settledFiles;
  }

  /** Bytes that are left by its plan; null where that does not say. */
  get bytesLeft(): number | null {
    return this.#plan.bytesLeft;
  }

  /** Files in transfer, those first that began first. */
  get active(): readonly ActiveFile[] {
    return [...this.#active.values()];
  }

  /** Which run of another process it waits for, in words; null when it waits for none. */
  get waitsFor(): string | null {
    return this.#waitsFor;
  }
}

/** The pace of a run of another process, by what its record says whenever it is read. */
export class SeenRun {
  #pace: Pace | undefined;

  /** Takes what its record says at a time of `performance.now()`, and gives its pace so far. */
  seen(counts: FileCounts, now: number): Pace {
    const moved = movedOf(counts);
    this.#pace ??= new Pace(moved, now);
    this.#pace.reached(moved, now);
    return this.#pace;
  }
}
