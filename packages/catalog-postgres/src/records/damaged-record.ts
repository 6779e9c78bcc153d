import type { DamagedRecord, DisputeRecord, RecordPart, RestoredRun, VersionRecord } from '@tapehaul/catalog';
import { CRASHED } from '@tapehaul/catalog/rules';
import type { Database } from '../connection/database.ts';
import { PostgresReader } from '../reader/postgres-reader.ts';

/** Reads what can be read of a record that was put aside. */
export class AsideRecord implements DamagedRecord {
  readonly #database: Database;
  readonly #reader: PostgresReader;
  readonly #record: number;
  readonly #unread = new Set<RecordPart>();

  constructor(database: Database, record: number) {
    this.#database = database;
    this.#record = record;
    this.#reader = new PostgresReader(database, record);
  }

  get unread(): ReadonlySet<RecordPart> {
    return this.#unread;
  }

  runs(): Promise<RestoredRun[]> {
    return this.#partOf('runs', [], async () => {
      const rows = await this.#database.read((session) =>
        session.query<RestoredRow>(
          `SELECT r.run_id AS "runId", r.flow, r.state, r.started_at AS "startedAt", r.planned_at AS "plannedAt",
             r.ended_at AS "endedAt", r.parameters, r.result, floor(extract(epoch FROM r.heartbeat_at) * 1000)::bigint AS "seenAt",
             NOT EXISTS (SELECT 1 FROM tapehaul.batches b WHERE b.run = r.id AND b.open > 0) AS "isDone"
           FROM tapehaul.runs r WHERE r.record = $1 ORDER BY r.id`,
          [this.#record],
        ),
      );
      return rows.map(restoredRun);
    });
  }

  versions(): Promise<VersionRecord[]> {
    return this.#partOf('versions', [], async () => (await Array.fromAsync(this.#reader.versions())).flat());
  }

  disputes(): Promise<DisputeRecord[]> {
    return this.#partOf('disputes', [], async () => (await Array.fromAsync(this.#reader.disputes())).flat());
  }

  object(key: string): ReturnType<DamagedRecord['object']> {
    return this.#partOf('objects', undefined, () => this.#reader.find(key));
  }

  close(): Promise<void> {
    return this.#reader.close();
  }

  async #partOf<What>(part: RecordPart, none: What, read: () => Promise<What>): Promise<What> {
    try {
      return await read();
    } catch {
      this.#unread.add(part);
      return none;
    }
  }
}

interface RestoredRow extends Omit<RestoredRun, 'endedAt' | 'parameters' | 'result'> {
  readonly endedAt: number | null;
  readonly seenAt: number;
  readonly parameters: string;
  readonly result: string | null;
  /** Whether its batches have no tasks left. */
  readonly isDone: boolean;
}

function restoredRun({ endedAt, seenAt, parameters, result, isDone, ...run }: RestoredRow): RestoredRun {
  return {
    ...run,
    state: endedAt === null ? CRASHED : run.state,
    plannedAt: isDone ? run.plannedAt : null,
    endedAt: endedAt ?? seenAt,
    parameters: JSON.parse(parameters),
    result: result === null ? null : JSON.parse(result),
  };
}
