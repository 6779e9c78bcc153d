import { TapehaulError } from '@tapehaul/errors';
import { notStartable, type ProcessEnd } from './unanswered.ts';

/** Processes in a row that may end without one answer, by death or because nothing moved. */
const FAILURES = 3;

/** Decides whether s5cmd is still worth starting. */
export class StartLimit {
  #failures = 0;
  #unavailable: TapehaulError | undefined;

  /** Why s5cmd is not to be started again; nothing while it is trusted. */
  get unavailable(): TapehaulError | undefined {
    return this.#unavailable;
  }

  /** Gives s5cmd up. */
  giveUp(error: TapehaulError): void {
    this.#unavailable ??= error;
  }

  /** Records how a process ended that had given a number of answers. */
  note(ending: ProcessEnd, answers: number, remarks: readonly string[]): void {
    if (ending.kind === 'unavailable') this.giveUp(notStartable(ending.reason));
    else if (answers > 0) this.#failures = 0;
    else if (ending.kind !== 'cancelled') this.#failures += 1;
    if (this.#failures < FAILURES) return;
    const words = remarks.length === 0 ? '' : `; it said: ${remarks.at(-1)}`;
    this.giveUp(
      new TapehaulError(
        'engine_unavailable',
        `s5cmd gave no result ${FAILURES} times in a row, and ended at last with: ${ending.reason}${words}`,
        {
          facts: { failures: FAILURES, ending: ending.kind, said: remarks.slice(-3) },
          hint: 'Check that the program at S5CMD_PATH is s5cmd 2.3, or set enable_s5cmd to false to use plain S3.',
        },
      ),
    );
  }
}
