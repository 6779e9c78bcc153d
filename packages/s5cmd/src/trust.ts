import { TapehaulError } from '@tapehaul/errors';
import { type Ending, notStartable } from './unanswered.ts';

/** Processes in a row that may die without one answer. */
const DEATHS = 3;

/** Decides whether s5cmd is still worth starting. */
export class Trust {
  #deaths = 0;
  #unavailable: TapehaulError | undefined;

  /** Why s5cmd is not to be started again; nothing while it is trusted. */
  get unavailable(): TapehaulError | undefined {
    return this.#unavailable;
  }

  /** Gives s5cmd up. */
  giveUp(error: TapehaulError): void {
    this.#unavailable ??= error;
  }

  /** Notes how a process ended that had given so many answers. */
  note(ending: Ending, answers: number, remarks: readonly string[]): void {
    if (ending.kind === 'unavailable') this.giveUp(notStartable(ending.reason));
    else if (answers > 0) this.#deaths = 0;
    else if (ending.kind !== 'cancelled' && ending.kind !== 'stalled') this.#deaths += 1;
    if (this.#deaths < DEATHS) return;
    const said = remarks.length === 0 ? '' : `; it said: ${remarks.at(-1)}`;
    this.giveUp(
      new TapehaulError(
        'engine_unavailable',
        `s5cmd died ${DEATHS} times in a row without one result, at last with ${ending.reason}${said}`,
        {
          facts: { deaths: DEATHS, ending: ending.kind, said: remarks.slice(-3) },
          hint: 'Check that the program at S5CMD_PATH is s5cmd 2.3, or set enable_s5cmd to false to use plain S3.',
        },
      ),
    );
  }
}
