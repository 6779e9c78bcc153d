import { setTimeout as sleep } from 'node:timers/promises';
import { asTapehaulError, type TapehaulError } from '@tapehaul/errors';
import type { ObjectReader } from '../answers/object-reader.ts';
import type { Part, Parts } from './parts.ts';
import { ignoresRanges, type PartOf, receivePart } from './receive-part.ts';

/** Runs a helper's work when there is a connection to spare. */
export type Spare = (work: () => Promise<void>) => void;

/** Waits before a part that failed everywhere is requested again, in milliseconds. */
const WAITS = [500, 1_000, 2_000];

/** A server that requests a longer wait gets the connections back meanwhile. */
const LONGEST_WAIT_MS = 30_000;

/** Most helpers that read parts of one object beside its first reader. */
const HELPERS = 7;

/** Reads the parts of one large object from its end, as connections are to spare, while another reads its beginning. */
export class PartReaders {
  readonly #reader: ObjectReader;
  readonly #object: PartOf;
  readonly #parts: Parts;
  readonly #signal: AbortSignal;
  readonly #stop = new AbortController();
  readonly #working = new Set<Promise<void>>();
  #replaced: TapehaulError | undefined;
  #bytes = 0;

  constructor(reader: ObjectReader, object: PartOf, parts: Parts, signal: AbortSignal) {
    this.#reader = reader;
    this.#object = object;
    this.#parts = parts;
    this.#signal = AbortSignal.any([signal, this.#stop.signal]);
  }

  /** Bytes that came, also of parts that broke off. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Starts as many helpers as there is work for. */
  call(spare: Spare): void {
    for (let helper = 0; helper < Math.min(HELPERS, this.#parts.count); helper++) {
      spare(() => {
        if (this.#signal.aborted) return Promise.resolve();
        const work: Promise<void> = this.#help().finally(() => this.#working.delete(work));
        this.#working.add(work);
        return work;
      });
    }
  }

  /** Reads the parts that are not taken, once the first reader has reached a taken part; resolves when all parts are read. */
  async finish(): Promise<void> {
    while (this.#replaced === undefined && (this.#parts.count > 0 || this.#working.size > 0)) {
      const part = this.#parts.takeFirst();
      if (part === undefined) await Promise.race(this.#working);
      else await this.#receiveAtLast(part);
    }
    if (this.#replaced !== undefined) throw this.#replaced;
  }

  /** Stops those that work, lets no other begin, and waits for their end. */
  async dismiss(): Promise<void> {
    this.#stop.abort();
    await Promise.allSettled(this.#working);
  }

  /** Reads a part, and again while that may help: all the others would be lost with it. */
  async #receiveAtLast(part: Part): Promise<void> {
    for (const wait of WAITS) {
      try {
        return await this.#receive(part);
      } catch (thrown) {
        const { retry } = asTapehaulError(thrown, this.#signal);
        const requested = typeof retry === 'object' ? retry.afterMs : wait;
        if (retry === 'never' || requested > LONGEST_WAIT_MS || isOfTheWhole(thrown)) throw thrown;
        await sleep(Math.max(wait, requested), undefined, { signal: this.#signal });
      }
    }
    return this.#receive(part);
  }

  #receive(part: Part): Promise<void> {
    return receivePart(this.#reader, this.#object, part, this.#signal, (bytes) => {
      this.#bytes += bytes;
    });
  }

  async #help(): Promise<void> {
    const parts = this.#parts;
    for (let part = parts.takeLast(); part !== undefined; part = parts.takeLast()) {
      try {
        await this.#receive(part);
      } catch (thrown) {
        const error = asTapehaulError(thrown);
        if (error.code === 'changed_upstream') this.#replaced = error;
        parts.giveBack(part);
        return;
      }
    }
  }
}

/** Whether an error says that the parts that are read already are of no use either. */
function isOfTheWhole(error: unknown): boolean {
  return asTapehaulError(error).code === 'changed_upstream' || ignoresRanges(error);
}
