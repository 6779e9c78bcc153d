import { type BatchRef, refId } from '@tapehaul/fleet';

/** Ids of batches, in the order in which they came. */
export class SeenBatches {
  readonly ids: string[] = [];
  #changed = Promise.withResolvers<void>();

  add(batch: BatchRef): void {
    this.ids.push(refId(batch));
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
  }

  /** Each id once, in the order of their numbers. */
  get each(): string[] {
    const number = (id: string): number => Number(id.slice(id.indexOf('/') + 1));
    return [...new Set(this.ids)].sort((one, two) => number(one) - number(two));
  }

  /** Resolves once that many different batches came. */
  async reaches(count: number): Promise<void> {
    while (new Set(this.ids).size < count) await this.#changed.promise;
  }

  /** Resolves once batches came that many times. */
  async comes(times: number): Promise<void> {
    while (this.ids.length < times) await this.#changed.promise;
  }
}
