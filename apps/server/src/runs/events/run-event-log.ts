import type { RunEnd } from '@tapehaul/runs';
import type { FileCounts } from '@tapehaul/workflow';
import { EventLog } from './event-log.ts';
import { afterChange, type CountChange, countChange } from './file-counts-fold.ts';
import type { LoggedEvent } from './logged-event.ts';

/** The latest events of one run, and how many files had ended before them. */
export class RunEventLog extends EventLog<LoggedEvent> {
  #countsBefore: FileCounts | undefined;
  #end: RunEnd | undefined;
  /** Of each event that is kept. */
  readonly #changes: (CountChange | undefined)[] = [];

  /** The run begins, or is continued, with these files by state. */
  begins(counts: FileCounts): void {
    this.#countsBefore ??= counts;
  }

  /**
   * Files by state before the first event that is kept: with the events behind {@link EventLog.before} they add up to what is
   * now. Undefined until the run begins.
   */
  get countsBefore(): FileCounts | undefined {
    return this.#countsBefore;
  }

  /** How its run has ended; undefined until then. */
  get end(): RunEnd | undefined {
    return this.#end;
  }

  override add(event: LoggedEvent): void {
    if (event.kind === 'ended') {
      const { state, exit_code, error } = event;
      this.#end = { state, exit_code, error };
    }
    this.#changes.push(countChange(event));
    super.add(event);
  }

  protected override dropped(count: number): void {
    for (const change of this.#changes.splice(0, count)) {
      if (change !== undefined) this.#countsBefore = afterChange(this.#countsBefore ?? {}, change);
    }
  }
}
