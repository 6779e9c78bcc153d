import type { CountedClass, TaskClass } from '@tapehaul/catalog/rules';
import type { Session } from '../connection/session.ts';
import { unnested } from '../connection/unnested.ts';

/** The classes of a run that have tasks. */
export async function classesOfRun(session: Session, run: number): Promise<CountedClass[]> {
  const rows = await session.query<Omit<CountedClass, 'run'>>(
    `SELECT id, name, state, phase, error_code AS "errorCode", sum(tasks)::bigint AS tasks, sum(bytes)::bigint AS bytes
     FROM tapehaul.classes JOIN tapehaul.counts ON class = id WHERE run = $1 GROUP BY id HAVING sum(tasks) > 0 ORDER BY id`,
    [run],
  );
  return rows.map((row) => ({ run, ...row }));
}

/** Ids of classes by what is alike in them, of transactions that have ended. */
export type KnownClasses = Map<string, number>;

/** Finds the ids of classes, and makes those that are missing; of one transaction. */
export class Classes {
  readonly #session: Session;
  readonly #known: KnownClasses;
  readonly #found: KnownClasses = new Map();

  constructor(session: Session, known: KnownClasses) {
    this.#session = session;
    this.#known = known;
  }

  /** The ids of classes, in their order. */
  async idsOf(classes: readonly TaskClass[]): Promise<number[]> {
    const missing = new Map<string, TaskClass>();
    for (const it of classes) if (this.#idOf(nameOf(it)) === undefined) missing.set(nameOf(it), it);
    if (missing.size > 0)
      await this.#make([...missing.values()].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1)));
    return classes.map((it) => this.#idOf(nameOf(it)) ?? 0);
  }

  /** To be called once the transaction has ended well: the next ones know what it has found. */
  keep(): void {
    for (const [name, id] of this.#found) this.#known.set(name, id);
  }

  #idOf(name: string): number | undefined {
    return this.#found.get(name) ?? this.#known.get(name);
  }

  async #make(missing: readonly TaskClass[]): Promise<void> {
    const given = unnested(missing, [
      ['run', 'bigint', (it) => it.run],
      ['name', 'text', (it) => it.name],
      ['state', 'text', (it) => it.state],
      ['phase', 'text', (it) => it.phase],
      ['error_code', 'text', (it) => it.errorCode],
    ]);
    await this.#session.query(
      `INSERT INTO tapehaul.classes (${given.names}) SELECT ${given.names} FROM ${given.sql} ON CONFLICT DO NOTHING`,
      given.values,
    );
    // Another statement: it sees what another transaction has made meanwhile.
    const rows = await this.#session.query<TaskClass & { id: number }>(
      `SELECT c.id, c.run, c.name, c.state, c.phase, c.error_code AS "errorCode" FROM ${given.sql}
       JOIN tapehaul.classes c ON c.run = given.run AND c.name = given.name AND c.state = given.state
         AND c.phase = given.phase AND coalesce(c.error_code, '') = coalesce(given.error_code, '')`,
      given.values,
    );
    for (const { id, ...it } of rows) this.#found.set(nameOf(it), id);
  }
}

function nameOf({ run, name, state, phase, errorCode }: TaskClass): string {
  return `${run}\n${name}\n${state}\n${phase}\n${errorCode ?? ''}`;
}
