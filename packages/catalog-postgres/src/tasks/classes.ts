import type { CountedClass, TaskClass } from '@tapehaul/catalog/rules';
import type { Session } from '../connection/session.ts';
import { unnested } from '../connection/unnested.ts';

/** The classes of a run that have tasks. */
export function classesOfRun(session: Session, run: number): Promise<CountedClass[]> {
  return classesOfRuns(session, [run]);
}

/** The classes of runs that have tasks. */
export async function classesOfRuns(session: Session, runs: readonly number[]): Promise<CountedClass[]> {
  return session.query<CountedClass>(
    `SELECT run, id, name, state, phase, error_code AS "errorCode", sum(tasks)::bigint AS tasks, sum(bytes)::bigint AS bytes
     FROM tapehaul.classes JOIN tapehaul.counts ON class = id WHERE run = ANY ($1::bigint[])
     GROUP BY id HAVING sum(tasks) > 0 ORDER BY id`,
    [runs],
  );
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
    const names = namesOf(classes);
    const missing = new Map<string, TaskClass>();
    for (const [place, it] of classes.entries()) {
      const name = names[place] ?? '';
      if (this.#idOf(name) === undefined) missing.set(name, it);
    }
    if (missing.size > 0)
      await this.#make([...missing].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, it]) => it));
    return names.map((name) => this.#idOf(name) ?? 0);
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

/** The names of classes; one that is the same as that before it has the very same text, which is found faster. */
function namesOf(classes: readonly TaskClass[]): string[] {
  let [last, name]: [TaskClass | undefined, string] = [undefined, ''];
  return classes.map((it) => {
    if (last === undefined || !isSame(last, it)) name = nameOf(it);
    last = it;
    return name;
  });
}

function isSame(a: TaskClass, b: TaskClass): boolean {
  return (
    a.state === b.state &&
    a.run === b.run &&
    a.name === b.name &&
    a.phase === b.phase &&
    a.errorCode === b.errorCode
  );
}

function nameOf({ run, name, state, phase, errorCode }: TaskClass): string {
  return `${run}\n${name}\n${state}\n${phase}\n${errorCode ?? ''}`;
}
