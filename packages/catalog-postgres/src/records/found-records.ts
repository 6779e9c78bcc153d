import type { Database } from '../connection/database.ts';
import type { RecordServer } from '../connection/record-server.ts';
import { requireVersion } from '../schema/schema-version.ts';
import { findRecords, type RecordRow } from './record-rows.ts';

type Found = RecordRow | undefined;

/**
 * Finds records by the paths of their directories: those that are requested in one turn of the event loop by one statement, since a service
 * reads every folder below its data for each list.
 */
export class FoundRecords {
  readonly #server: RecordServer;
  readonly #database: () => Database;
  #waiting: Map<string, PromiseWithResolvers<Found>> | undefined;

  constructor(server: RecordServer, database: () => Database) {
    this.#server = server;
    this.#database = database;
  }

  /** The record of a directory; undefined when it has none. Rejects where the database cannot be used. */
  find(root: string): Promise<Found> {
    const waiting = this.#waiting ?? this.#begin();
    const known = waiting.get(root) ?? Promise.withResolvers<Found>();
    waiting.set(root, known);
    return known.promise;
  }

  #begin(): Map<string, PromiseWithResolvers<Found>> {
    const waiting = new Map<string, PromiseWithResolvers<Found>>();
    this.#waiting = waiting;
    setImmediate(() => {
      this.#waiting = undefined;
      void this.#read(waiting);
    });
    return waiting;
  }

  async #read(waiting: ReadonlyMap<string, PromiseWithResolvers<Found>>): Promise<void> {
    try {
      const { version, found } = await findRecords(this.#database(), [...waiting.keys()]);
      requireVersion(this.#server, version);
      for (const [root, { resolve }] of waiting) resolve(found.get(root));
    } catch (error) {
      for (const { reject } of waiting.values()) reject(error);
    }
  }
}
