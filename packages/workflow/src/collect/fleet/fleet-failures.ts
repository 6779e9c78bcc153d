import type { BatchRecord } from '@tapehaul/catalog';
import { type ErrorRecord, TapehaulError } from '@tapehaul/errors';

/** Trouble of the worker that gave a batch back: another one may do it. */
const OF_THE_WORKER: ReadonlySet<string> = new Set([
  'disk_full',
  'disk_failed',
  'catalog_failed',
  'catalog_newer',
  'cancelled',
  'internal',
]);

/** How long a run waits for other workers than those in trouble, where workers are busy with other runs, in milliseconds. */
const ALONE_FOR = 60_000;

/** How often a batch is given back, by workers of whatever names, before its run ends: a platform may start a failing worker under new names for ever. */
const MOST_GIVEN_BACK = 20;

/** How far a run is when its batches are read. */
export interface FleetMoment {
  /** Files that have an outcome. */
  readonly ended: number;
  /** Whether workers have batches of other runs in progress: they may come to this one. */
  readonly isBusyElsewhere: boolean;
  /** Milliseconds. */
  readonly at: number;
}

/** What a batch was given back with. */
export interface GivenBack {
  readonly batch: number;
  readonly worker: string;
  readonly error: TapehaulError;
  /** Whether this worker has reported something before. */
  readonly isRepeated: boolean;
}

/**
 * Decides whether batches that were given back with an error end their run. Trouble of some workers does not, such as a name that they alone cannot resolve:
 * it ends the run once every worker that is there has it, and nothing has ended meanwhile. A worker leaves batches to others for some seconds after it gave
 * one back: when one has taken a batch again, and no worker took one for the first time meanwhile, there is no other. A batch that was given back
 * twenty times, and nothing ended meanwhile, ends the run whichever workers those were.
 */
export class FleetFailures {
  /** The workers that are in trouble since the last file ended, with how often each gave a batch back since the newest of them came. */
  readonly #reports = new Map<string, number>();
  /** When the newest of them came, in milliseconds. */
  #newestAt = 0;
  /** Claims of the batches when the newest of them came: one given back since of a claim before that was not taken again. */
  #claims: ReadonlyMap<number, number> = new Map();
  /** How often each batch was given back since the last file ended. */
  readonly #givenBack = new Map<number, number>();
  /** When the first of them was, in milliseconds. */
  #troubleAt = 0;
  /** Claims of a batch when its failure was read: the same failure is read again until another worker has its batch. */
  readonly #read = new Map<number, number>();
  readonly #known = new Set<string>();
  #ended = -1;
  #latest: TapehaulError | undefined;

  /** Takes the open batches, and gives those that were given back with an error since the last time. */
  see(batches: readonly BatchRecord[], { ended, at }: Pick<FleetMoment, 'ended' | 'at'>): GivenBack[] {
    if (ended !== this.#ended) {
      this.#reports.clear();
      this.#givenBack.clear();
    }
    this.#ended = ended;
    return batches.flatMap((row) => {
      const { batch, failure, isHeld, claims } = row;
      if (failure === null || isHeld || OF_THE_WORKER.has(failure.code)) return [];
      if (this.#read.get(batch) === claims) return [];
      this.#read.set(batch, claims);
      if (this.#givenBack.size === 0) this.#troubleAt = at;
      this.#givenBack.set(batch, (this.#givenBack.get(batch) ?? 0) + 1);
      const worker = workerOf(row, failure);
      if (!this.#reports.has(worker)) {
        this.#newestAt = at;
        for (const known of this.#reports.keys()) this.#reports.set(known, 0);
        this.#reports.set(worker, 1);
        this.#claims = new Map(batches.map((it) => [it.batch, it.claims]));
      } else if (claims > (this.#claims.get(batch) ?? 0)) {
        this.#reports.set(worker, (this.#reports.get(worker) ?? 0) + 1);
      }
      this.#latest = errorOf(failure);
      const isRepeated = this.#known.has(`${worker} ${failure.code}`);
      this.#known.add(`${worker} ${failure.code}`);
      return [{ batch, worker, error: this.#latest, isRepeated }];
    });
  }

  /** Whether a worker in trouble has taken a batch again that no other one took, or a batch was given back too often. */
  get isTakenAgain(): boolean {
    return this.#isGivenUp || [...this.#reports.values()].some((times) => times > 1);
  }

  get #isGivenUp(): boolean {
    return [...this.#givenBack.values()].some((times) => times >= MOST_GIVEN_BACK);
  }

  /** Why the run ends; undefined as long as another worker may do what is left. */
  ending(batches: readonly BatchRecord[], { at, isBusyElsewhere }: FleetMoment): TapehaulError | undefined {
    const isWorkedOn = batches.some(
      ({ holder, isHeld }) => isHeld && holder !== null && !this.#reports.has(holder),
    );
    if (isWorkedOn) return undefined;
    if (!this.isTakenAgain) return undefined;
    const since = this.#isGivenUp ? this.#troubleAt : this.#newestAt;
    return isBusyElsewhere && at - since < ALONE_FOR ? undefined : this.#latest;
  }
}

function workerOf({ holder }: BatchRecord, { facts }: ErrorRecord): string {
  const worker = facts?.worker;
  return typeof worker === 'string' ? worker : (holder ?? '');
}

function errorOf({ code, message, ...options }: ErrorRecord): TapehaulError {
  return new TapehaulError(code, message, options);
}
