import { createHash } from 'node:crypto';
import { hasLostStatement } from './server-errors.ts';

/** Statements that are named at most: a program has some dozens. */
const MOST = 500;

/**
 * Names of statements, under which a connection of the database keeps each as parsed and planned. A name says what its statement is: clients that
 * share a connection through a pooler mean the same by one.
 */
export class StatementNames {
  readonly #names = new Map<string, string>();
  #areKept = true;

  /** The name of a statement; undefined where it is to be sent without one. */
  nameOf(sql: string): string | undefined {
    if (!this.#areKept) return undefined;
    const known = this.#names.get(sql);
    if (known !== undefined || this.#names.size >= MOST) return known;
    const name = `tapehaul_${createHash('sha256').update(sql).digest('hex').slice(0, 32)}`;
    this.#names.set(sql, name);
    return name;
  }

  /**
   * Whether an error says that a connection does not know a statement by its name, as behind a pooler that changes connections: no statement has a
   * name from now on, and the same transaction may be tried again.
   */
  giveUp(error: unknown): boolean {
    const isLost = hasLostStatement(error);
    if (isLost) this.#areKept = false;
    return isLost;
  }
}
