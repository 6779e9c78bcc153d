import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { formatSeries } from '@tapehaul/archive';
import type { PartitionRecord, RowFindingRecord } from '@tapehaul/catalog';
import { NO_IDENTITY, SEVERITIES } from '@tapehaul/catalog/rules';

/** Writes partitions of tables and what was found in their rows; to be used in a transaction. */
export class PartitionWriter {
  readonly #upsert: StatementSync;
  readonly #insertFinding: StatementSync;
  readonly #deleteFindings: StatementSync;
  readonly #delete: StatementSync;
  readonly #outdate: StatementSync;

  constructor(database: DatabaseSync) {
    const columns = [
      'series',
      'period',
      'identity',
      'rows',
      'first_time',
      'last_time',
      'first_id',
      'last_id',
    ];
    columns.push('bytes', 'sha256', 'schema_version', 'writer', 'numbers', 'duplicates', 'inexact');
    columns.push('sources', 'days', 'built_at', 'run');
    this.#upsert = database.prepare(
      `INSERT INTO partitions (path, ${columns.join(', ')}) VALUES (?${', ?'.repeat(columns.length)})
       ON CONFLICT (path) DO UPDATE SET ${columns.map((name) => `${name} = excluded.${name}`).join(', ')}
       RETURNING id`,
    );
    this.#insertFinding = database.prepare(
      `INSERT INTO row_findings (series, day, partition, place, severity, rule, source, first, last, count, sample)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#deleteFindings = database.prepare('DELETE FROM row_findings WHERE partition = ?');
    this.#delete = database.prepare('DELETE FROM partitions WHERE path = ? RETURNING id');
    this.#outdate = database.prepare(
      `UPDATE partitions SET identity = '${NO_IDENTITY}' WHERE path = ? AND sha256 = ?`,
    );
  }

  /** Writes a partition and its findings in place of what was written under its path; its run is given by its number. */
  record(
    run: number,
    partition: PartitionRecord,
    findings: readonly Omit<RowFindingRecord, 'series' | 'path'>[],
  ): void {
    const { path, period, identity, rows, firstTime, lastTime, firstId, lastId, bytes, sha256 } = partition;
    const { schemaVersion, writer, numbers, duplicatesDropped, inexactValues } = partition;
    const series = formatSeries(partition.series);
    const what = [path, series, period, identity, rows, firstTime, lastTime, firstId, lastId, bytes, sha256];
    const how = [schemaVersion, writer, numbers, duplicatesDropped, inexactValues];
    const origin = [JSON.stringify(partition.sources), JSON.stringify(partition.days)];
    const row = this.#upsert.get(...what, ...how, ...origin, Math.trunc(partition.builtAt), run);
    const id = Number(row?.id);
    this.#deleteFindings.run(id);
    for (const [place, { rule, severity, day, source, first, last, count, sample }] of findings.entries()) {
      const rank = SEVERITIES.indexOf(severity);
      this.#insertFinding.run(series, day, id, place, rank, rule, source, first, last, count, sample);
    }
  }

  forget(path: string): void {
    const row = this.#delete.get(path);
    if (row !== undefined) this.#deleteFindings.run(Number(row.id));
  }

  outdate(path: string, sha256: string): void {
    this.#outdate.run(path, sha256);
  }
}
