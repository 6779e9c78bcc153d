import { type ArchiveObject, formatSeries } from '@tapehaul/archive';
import { counted } from '@tapehaul/errors';
import type { KnownAnswer, MonthFinding } from '@tapehaul/planner';
import type { PlanWarning } from '../records/plan-warning.ts';

/** Months that are named each in a warning of its own; an archive may have any number of short ones. */
const NAMED = 20;

/** Reports each short month of a plan once, and counts those behind the first twenty. */
export class MonthWarnings {
  readonly #onWarning: (warning: PlanWarning) => void;
  #months = 0;
  #last: MonthFinding | undefined;

  constructor(onWarning: (warning: PlanWarning) => void) {
    this.#onWarning = onWarning;
  }

  /** Reads an answer; all that speak of one month share its finding and follow each other. */
  add(answer: KnownAnswer): void {
    if (answer.kind !== 'object' || answer.because === undefined || answer.because === this.#last) return;
    const { object, because } = answer;
    this.#last = because;
    if (because.finding !== 'month_short') return;
    this.#months += 1;
    if (this.#months <= NAMED) this.#onWarning(warningOf(object, because));
  }

  /** Reports the months that were only counted, when the plan is made. */
  end(): void {
    const more = this.#months - NAMED;
    if (more <= 0) return;
    const message = `${counted(more, 'more monthly file is', 'more monthly files are')} too short: their days are planned`;
    this.#onWarning({ code: 'month_short', prefix: null, message });
  }
}

function warningOf(object: ArchiveObject, { month, reason }: MonthFinding): PlanWarning {
  const what =
    object.partition === 'daily'
      ? 'its days are planned instead'
      : 'it is planned together with its listed days';
  const message = `${formatSeries(object)} ${month} is too short (${reason}): ${what}`;
  return { code: 'month_short', prefix: null, message };
}
