import type { Session, Value } from './session.ts';
import { type Column, type Unnested, unnested } from './unnested.ts';

/**
 * Changes of several tables as one statement, so that they take one round trip and hold rows that others wait for as briefly as they can. None
 * of them sees what the others change.
 */
export class Together {
  readonly #changes: string[] = [];
  readonly #values: Value[] = [];

  /** Adds a change by rows, where there are any; a `value` gets the parameter that is given. */
  add<Row>(
    rows: readonly Row[],
    columns: readonly Column<Row>[],
    change: (given: Unnested, parameter: string) => string,
    value?: Value,
  ): void {
    if (rows.length === 0) return;
    if (value !== undefined) this.#values.push(value);
    const parameter = `$${this.#values.length}`;
    const given = unnested(rows, columns, this.#values.length);
    this.#values.push(...given.values);
    this.#changes.push(change(given, parameter));
  }

  /** Does what was added. */
  async write(session: Session): Promise<void> {
    if (this.#changes.length === 0) return;
    const parts = this.#changes.map((change, place) => `change_${place} AS (${change})`);
    await session.query(`WITH ${parts.join(', ')} SELECT 1`, this.#values);
  }
}
