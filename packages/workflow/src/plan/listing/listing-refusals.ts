import { counted } from '@tapehaul/errors';
import type { ProbedSource } from '@tapehaul/s3';
import type { PlanWarning } from '../records/plan-warning.ts';

/** Prefixes that are named each in a warning of its own; a source may refuse any number. */
const NAMED = 20;
/** Refusals without any listing after which a source that has listings otherwise counts as one that has none. */
const MOST_REFUSED = 8;

/**
 * The refusals of a source: single prefixes, or all of them. A refusal of everything is reported once, and each refused prefix of
 * a source that lists others once.
 */
export class ListingRefusals {
  readonly #onWarning: (warning: PlanWarning) => void;
  readonly #prefixes = new Set<string>();
  /** Warnings that are not reported yet: the source may turn out to refuse everything. */
  #waiting: PlanWarning[] = [];
  /** Whether the source has answered the check before the first listing with a listing. */
  #lists = false;
  #hasListed = false;
  #isWhole = false;

  /** Reports what is refused to a listener. */
  constructor(onWarning: (warning: PlanWarning) => void) {
    this.#onWarning = onWarning;
  }

  /** Whether nothing of the source can be listed, so that no further listing need be requested. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  /** What the check of the source has shown; undefined where the check was refused. */
  checked(found: ProbedSource | undefined): void {
    this.#lists = found?.lists === true;
    if (found !== undefined && !found.lists && found.holdsKey !== undefined)
      this.#allRefused('it answers requests for files only');
  }

  /** A listing has come. */
  listed(): void {
    this.#hasListed = true;
    this.#report();
  }

  /** A listing was refused. */
  refused(prefix: string, series: string): void {
    if (this.#isWhole || this.#prefixes.has(prefix)) return;
    this.#prefixes.add(prefix);
    if (this.#prefixes.size <= NAMED) this.#waiting.push(prefixWarning(prefix, series));
    if (this.#hasListed) this.#report();
    else if (!this.#lists || this.#prefixes.size >= MOST_REFUSED) this.#allRefused('403 AccessDenied');
  }

  /** Reports what is left to report, when the plan is made. */
  end(): void {
    if (!this.#isWhole) this.#report();
    const more = this.#prefixes.size - NAMED;
    if (this.#isWhole || more <= 0) return;
    const message = `${counted(more, 'more prefix', 'more prefixes')} cannot be listed; their series are planned by the matrix`;
    this.#onWarning({ code: 'prefix_not_listed', prefix: null, message });
  }

  #allRefused(why: string): void {
    this.#isWhole = true;
    this.#waiting = [];
    this.#onWarning(sourceWarning(why));
  }

  #report(): void {
    for (const warning of this.#waiting.splice(0)) this.#onWarning(warning);
  }
}

/** The warning of a plan that goes by the matrix, because the source cannot be listed. */
export function sourceWarning(why: string): PlanWarning {
  const message = `the source cannot be listed (${why}): planned by what the archive is known to hold, so sizes are estimates, and files that do not exist show only when they are requested`;
  return { code: 'source_not_listed', prefix: null, message };
}

function prefixWarning(prefix: string, series: string): PlanWarning {
  const message = `${prefix} cannot be listed (403 AccessDenied): ${series} is planned by the matrix`;
  return { code: 'prefix_not_listed', prefix, message };
}
