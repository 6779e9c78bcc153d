import { counted } from '@tapehaul/errors';
import type { PlanWarning } from '../plan-warning.ts';

/** Prefixes that are named each in a warning of its own; a source may refuse any number. */
const NAMED = 20;
/** Refusals without any listing after which a source that has listings otherwise counts as one that has none. */
const IN_VAIN = 8;

/** What a plan of a source that may refuse to be listed reports, and to whom. */
export interface RefusalOptions {
  /** Whether the source has answered a listing before. */
  readonly lists: boolean;
  readonly onWarning: (warning: PlanWarning) => void;
}

/**
 * The refusals of a source: single prefixes, or all of them. A refusal of everything is reported once, and each refused prefix of
 * a source that lists others once.
 */
export class ListingRefusals {
  readonly #options: RefusalOptions;
  readonly #prefixes = new Set<string>();
  /** Warnings that are not reported yet: the source may turn out to refuse everything. */
  #waiting: PlanWarning[] = [];
  #hasListed = false;
  #isWhole = false;

  constructor(options: RefusalOptions) {
    this.#options = options;
  }

  /** Whether nothing of the source can be listed, so that no further listing need be requested. */
  get isWhole(): boolean {
    return this.#isWhole;
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
    else if (!this.#options.lists || this.#prefixes.size >= IN_VAIN) this.#allRefused();
  }

  /** Reports what is left to report, when the plan is made. */
  end(): void {
    if (!this.#isWhole) this.#report();
    const more = this.#prefixes.size - NAMED;
    if (this.#isWhole || more <= 0) return;
    const message = `${counted(more, 'more prefix', 'more prefixes')} cannot be listed; their series are planned by the matrix`;
    this.#options.onWarning({ code: 'prefix_not_listed', prefix: null, message });
  }

  #allRefused(): void {
    this.#isWhole = true;
    this.#waiting = [];
    this.#options.onWarning(sourceWarning('403 AccessDenied'));
  }

  #report(): void {
    for (const warning of this.#waiting.splice(0)) this.#options.onWarning(warning);
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
