import { hostname } from 'node:os';
import type {
  AbandonedRun,
  Catalog,
  CatalogReader,
  DamagedRecord,
  FoundRecord,
  RecordHolder,
  RecordState,
  RestoredRun,
  SharedRecords,
} from '@tapehaul/catalog';
import { TapehaulError } from '@tapehaul/errors';
import { Database } from './connection/database.ts';
import { type RecordServer, recordPlace, recordServer } from './connection/record-server.ts';
import { one, type Session } from './connection/session.ts';
import { PostgresReader } from './reader/postgres-reader.ts';
import { AsideRecord } from './records/damaged-record.ts';
import { FoundRecords } from './records/found-records.ts';
import * as rows from './records/record-rows.ts';
import { restoreRuns } from './records/restore-runs.ts';
import { checkSchema } from './schema/schema-version.ts';
import { PostgresCatalog } from './writer/postgres-catalog.ts';

/**
 * Keeps the records of output directories in one PostgreSQL database, named by a URL; a directory is known there by its path, so that
 * processes that share a record name it alike. Throws a TapehaulError `config_invalid`, which does not repeat the URL, when that is
 * none. A database that {@link migrateRecord} has not prepared is refused by all that reads or writes it.
 */
export function postgresRecords(url: string): SharedRecords {
  return new PostgresRecords(recordServer(url));
}

class PostgresRecords implements SharedRecords {
  readonly #server: RecordServer;
  #shared: Database | undefined;
  readonly #found: FoundRecords;

  constructor(server: RecordServer) {
    this.#server = server;
    this.#found = new FoundRecords(server, () => this.#database());
  }

  locate(root: string): string {
    return recordPlace(this.#server, root);
  }

  async find(root: string): Promise<FoundRecord | undefined> {
    const found = await this.#found.find(root);
    return found && { id: found.id, createdAt: found.createdAt, isBlank: false };
  }

  async below(root: string): Promise<string[]> {
    const above = `${root}/`;
    const found = await this.#read((session) =>
      session.query<{ root: string }>(
        'SELECT root FROM tapehaul.records WHERE starts_with(root, $1) AND aside_at IS NULL ORDER BY root',
        [above],
      ),
    );
    return found.map((it) => it.root.slice(above.length));
  }

  rootOf(runId: string): Promise<string | undefined> {
    return this.#read((session) => rows.rootOfRun(session, runId));
  }

  abandoned(): Promise<AbandonedRun[]> {
    return this.#read(rows.abandonedRuns);
  }

  async open(root: string): Promise<Catalog> {
    const { database, record } = await this.#opened(root, async (session) => {
      return (await rows.findRecord(session, root)) ?? rows.madeRecord(session, root);
    });
    return new PostgresCatalog(database, record, this.locate(root));
  }

  async read(root: string): Promise<CatalogReader> {
    const { database, record } = await this.#opened(root, undefined);
    return new PostgresReader(database, record);
  }

  async inspect(root: string): Promise<RecordState> {
    return this.#read(async (session) => {
      const found = await rows.findRecord(session, root);
      if (found === undefined) return 'missing';
      try {
        rows.checkRecord(this.#server, root, found);
      } catch {
        return 'malformed';
      }
      return (await rows.isSound(session, found.number)) ? 'sound' : 'malformed';
    });
  }

  async heldBy(root: string): Promise<RecordHolder | undefined> {
    const owner = await this.#read((session) =>
      one<{ host: string; pid: number }>(
        session,
        `SELECT r.owner_host AS host, r.owner_pid AS pid FROM tapehaul.runs r JOIN tapehaul.records k ON k.number = r.record
         WHERE k.root = $1 AND k.aside_at IS NULL AND r.ended_at IS NULL AND r.lease_until > now()
           AND (r.owner_host <> $2 OR r.owner_pid <> $3) LIMIT 1`,
        [root, hostname(), process.pid],
      ),
    );
    return owner && { name: `process ${owner.pid} on ${owner.host}`, facts: owner };
  }

  async keptAside(root: string): Promise<string | undefined> {
    const aside = await this.#read((session) => rows.asideRecord(session, root));
    return aside && this.#asidePlace(root, aside);
  }

  async setAside(root: string): Promise<string> {
    const aside = await this.#database().write(async (session) => {
      await rows.putAside(session, root);
      return rows.asideRecord(session, root);
    });
    if (aside === undefined) throw this.#missing(root);
    return this.#asidePlace(root, aside);
  }

  async openDamaged(root: string): Promise<DamagedRecord | undefined> {
    const aside = await this.#read((session) => rows.asideRecord(session, root));
    return aside && new AsideRecord(new Database(this.#server), aside.number);
  }

  async restoreRuns(root: string, runs: readonly RestoredRun[]): Promise<number> {
    return this.#database().write(async (session) => {
      await checkSchema(this.#server, session);
      const record = await rows.madeRecord(session, root);
      return record === undefined ? 0 : restoreRuns(session, record.number, runs);
    });
  }

  /** Opens a database of its own for a record; `make` makes that where there is none. */
  async #opened(
    root: string,
    make: ((session: Session) => Promise<rows.RecordRow | undefined>) | undefined,
  ): Promise<{ database: Database; record: number }> {
    const database = new Database(this.#server);
    try {
      const found = await database.readAtOnce(async (session) => {
        await checkSchema(this.#server, session);
        return rows.findRecord(session, root);
      });
      const record = found ?? (make && (await database.write(make)));
      if (record === undefined) throw this.#missing(root);
      rows.checkRecord(this.#server, root, record);
      return { database, record: record.number };
    } catch (error) {
      await database.close();
      throw error;
    }
  }

  #read<Result>(work: (session: Session) => Promise<Result>): Promise<Result> {
    return this.#database().readAtOnce(async (session) => {
      await checkSchema(this.#server, session);
      return work(session);
    });
  }

  /** A database for short answers, whose connections keep no process from ending. */
  #database(): Database {
    this.#shared ??= new Database(this.#server);
    return this.#shared;
  }

  #asidePlace(root: string, { asideAt }: rows.AsideRow): string {
    return `${this.locate(root)}, put aside at ${new Date(asideAt).toISOString()}`;
  }

  #missing(root: string): TapehaulError {
    return new TapehaulError('catalog_failed', `there is no record of ${this.locate(root)}`, {
      facts: { ...this.#server.facts, directory: root },
      hint: 'Pass the output directory of a collection; the first run into it creates its record.',
    });
  }
}
