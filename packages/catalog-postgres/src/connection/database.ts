import { TapehaulError } from '@tapehaul/errors';
import { Pool, type PoolClient, types } from 'pg';
import { Patience } from './patience.ts';
import type { RecordServer } from './record-server.ts';
import { hasMetAnother, isUnreachable, serverError } from './server-errors.ts';
import type { Session, Value } from './session.ts';
import { StatementNames } from './statement-names.ts';

/** Connections of one process, and milliseconds in which one must be made. */
const [CONNECTIONS, CONNECT_WITHIN] = [4, 10_000];
/** How often a transaction that met another one is tried. */
const TRIES = 8;

/**
 * Every statement finds its rows by an index. What PostgreSQL knows of its tables is older than what a run has added to them, and it
 * would read all of a table that it takes for small.
 */
const BY_INDEX = ['seqscan', 'bitmapscan', 'hashjoin', 'mergejoin']
  .map((way) => `SET LOCAL enable_${way} = off`)
  .concat('SET LOCAL jit = off')
  .join('; ');

/**
 * A process that stands still in the middle of a transaction holds rows that others wait for, such as the batch that it had: the server
 * ends that transaction. Should the process wake, it does it again.
 */
const UNLESS_STILL = `SET LOCAL idle_in_transaction_session_timeout = '10s'`;

/** Whole numbers, which the driver gives as texts: those of a record are exact as `number`. */
const WHOLE_NUMBERS: readonly number[] = [types.builtins.INT8, types.builtins.NUMERIC];

/** Runs transactions in a database. What the driver throws becomes a TapehaulError. */
export class Database {
  readonly server: RecordServer;
  readonly patience = new Patience();
  readonly #pool: Pool;
  readonly #names = new StatementNames();
  #isOpen = true;

  constructor(server: RecordServer) {
    this.server = server;
    this.#pool = new Pool({
      connectionString: server.url,
      max: CONNECTIONS,
      connectionTimeoutMillis: CONNECT_WITHIN,
      application_name: 'tapehaul',
      allowExitOnIdle: true,
      keepAlive: true,
      types: {
        getTypeParser: (type, format) =>
          WHOLE_NUMBERS.includes(type) ? Number : types.getTypeParser(type, format),
      },
    });
    // An idle connection has ended; the next transaction makes another.
    this.#pool.on('error', () => {});
  }

  /** Reads in one snapshot; what cannot be reached is waited for. */
  async read<Result>(work: (session: Session) => Promise<Result>): Promise<Result> {
    return this.#guarded(() => this.patience.whenReachable(() => this.#readNow(work)));
  }

  /** Reads as {@link Database.read} does, and waits for nothing. */
  async readAtOnce<Result>(work: (session: Session) => Promise<Result>): Promise<Result> {
    return this.#guarded(() => this.#readNow(work));
  }

  /** Reads by one statement, in one round trip, and waits for nothing. */
  async select<Row extends object>(sql: string, values: readonly Value[]): Promise<Row[]> {
    return this.#guarded(() => this.#connected((client) => sessionOf(client).query<Row>(sql, values)));
  }

  /**
   * Writes in a transaction that is durable once this resolves. One that meets another is tried again, and so is one that was cut
   * off: `work` may run more than once, what it writes is written once.
   */
  async write<Result>(work: (session: Session) => Promise<Result>): Promise<Result> {
    return this.#guarded(() => this.patience.whenReachable(() => this.#writeNow(work)));
  }

  async #readNow<Result>(work: (session: Session) => Promise<Result>): Promise<Result> {
    return this.#connected(async (client) => {
      await client.query(`BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; ${BY_INDEX}`);
      const result = await work(sessionOf(client));
      await client.query('COMMIT');
      return result;
    });
  }

  async #writeNow<Result>(work: (session: Session) => Promise<Result>): Promise<Result> {
    for (let tries = 1; ; tries += 1) {
      const end: { result?: { readonly of: Result }; transaction?: string | undefined } = {};
      try {
        return await this.#connected(async (client) => {
          end.transaction = idOf(
            await client.query(
              `BEGIN; ${BY_INDEX}; ${UNLESS_STILL}; SELECT pg_current_xact_id()::text AS id`,
            ),
          );
          const result = await work(sessionOf(client, this.#names));
          end.result = { of: result };
          await client.query('COMMIT');
          return result;
        });
      } catch (error) {
        if ((hasMetAnother(error) || this.#names.giveUp(error)) && tries < TRIES) continue;
        if (end.result === undefined || !isUnreachable(error)) throw error;
        // The commit was sent, and its answer was lost.
        if (await this.patience.whenReachable(() => this.#isCommitted(end.transaction))) return end.result.of;
      }
    }
  }

  async close(): Promise<void> {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    await this.#pool.end();
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Whether a transaction whose end was not received has happened. */
  async #isCommitted(transaction: string | undefined): Promise<boolean> {
    if (transaction === undefined) return false;
    return this.#connected(async (client) => {
      for (;;) {
        const { rows } = await client.query('SELECT pg_xact_status($1::text::xid8) AS status', [transaction]);
        const status: unknown = rows[0]?.status;
        if (status !== 'in progress') return status === 'committed';
      }
    });
  }

  async #connected<Result>(work: (client: PoolClient) => Promise<Result>): Promise<Result> {
    const client = await this.#pool.connect();
    const ignore = (): void => {};
    // The query that is cut off rejects, too.
    client.on('error', ignore);
    try {
      const result = await work(client);
      client.off('error', ignore);
      client.release();
      return result;
    } catch (error) {
      const isKept =
        !isUnreachable(error) &&
        (await client.query('ROLLBACK').then(
          () => true,
          () => false,
        ));
      client.off('error', ignore);
      if (!isKept) client.on('error', ignore);
      client.release(!isKept);
      throw error;
    }
  }

  async #guarded<Result>(work: () => Promise<Result>): Promise<Result> {
    const { place, facts } = this.server;
    if (!this.#isOpen) {
      throw new TapehaulError('catalog_failed', `the record ${place} is closed`, {
        facts,
        hint: 'Use it before it is closed, or open it again.',
      });
    }
    try {
      return await work();
    } catch (error) {
      throw serverError(this.server, error);
    }
  }
}

/** What a transaction runs on; with `names`, the connection keeps its statements, which are planned once then. */
function sessionOf(client: PoolClient, names?: StatementNames): Session {
  return {
    async query<Row extends object>(text: string, values?: readonly unknown[]) {
      // Without values, a text may be several statements.
      const name = values && names?.nameOf(text);
      const given = { text, ...(values && { values: [...values] }), ...(name && { name }) };
      const { rows } = await client.query<Row>(given);
      return rows;
    },
  };
}

/** The id in the answer to two statements, which the driver gives as an array. */
function idOf(answers: unknown): string | undefined {
  const last: unknown = Array.isArray(answers) ? answers.at(-1) : answers;
  const id: unknown = Object(Object(last).rows?.[0]).id;
  return typeof id === 'string' ? id : undefined;
}
