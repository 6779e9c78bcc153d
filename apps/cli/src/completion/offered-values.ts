import type { Value } from './completion-values.ts';

/** Gives the values of an option or an argument, at once or when they are read. */
export type ValuesOf = () => readonly Value[] | Promise<readonly Value[]>;

/** Values for a library that waits for none: those that must be read first are there when it requests them again. */
export class OfferedValues {
  readonly #known = new Map<ValuesOf, readonly Value[]>();
  #reading: Promise<void>[] = [];

  /** Adds the values, or begins to read them. */
  offer(valuesOf: ValuesOf, add: (value: string, description: string) => void): void {
    const values = this.#known.get(valuesOf) ?? valuesOf();
    if (values instanceof Promise) this.#reading.push(values.then((read) => this.#keep(valuesOf, read)));
    else for (const { value, about } of values) add(value, about);
  }

  /** Waits for values that are being read; true where there were any: they are then known to the next `offer`. */
  async read(): Promise<boolean> {
    const reading = this.#reading;
    this.#reading = [];
    await Promise.all(reading);
    return reading.length > 0;
  }

  #keep(valuesOf: ValuesOf, values: readonly Value[]): void {
    this.#known.set(valuesOf, values);
  }
}
