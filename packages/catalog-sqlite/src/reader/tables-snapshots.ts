import type { DatabaseSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import { formatSeries, type SeriesParts } from '@tapehaul/archive';
import type * as records from '@tapehaul/catalog';
import type { FindingDay, TablesReader } from '@tapehaul/catalog';
import type { DayRange } from '@tapehaul/coverage';
import { Snapshots } from '../paging/snapshots.ts';
import { FindingReader } from '../tables/finding-reader.ts';
import { PartitionReader } from '../tables/partition-reader.ts';

/** Series whose days are read before others get their turn. */
const SERIES_AT_ONCE = 50;

/** Reads the tables of a catalog. */
export abstract class TablesSnapshots extends Snapshots implements TablesReader {
  readonly #partitions: PartitionReader;
  readonly #findings: FindingReader;

  constructor(database: DatabaseSync, path: string) {
    super(database, path);
    this.#partitions = new PartitionReader(database);
    this.#findings = new FindingReader(database);
  }

  async findPartition(path: string): Promise<records.PartitionRecord | undefined> {
    return this.read(() => this.#partitions.find(path));
  }

  async partitionsOf(query: records.PartitionsQuery = {}): Promise<records.Page<records.PartitionRecord>> {
    return this.read(() => this.#partitions.page(query));
  }

  async partitionIdentities(series: SeriesParts, range: DayRange = {}): Promise<Map<string, string>> {
    return this.read(() => this.#partitions.identities(series, range));
  }

  async findings(query: records.RowFindingsQuery = {}): Promise<records.Page<records.RowFindingRecord>> {
    return this.read(() => this.#findings.page(query));
  }

  async findingCounts(
    query: Omit<records.RowFindingsQuery, keyof records.PageRequest> = {},
  ): Promise<records.RowFindingCount[]> {
    return this.read(() => this.#findings.counts(query));
  }

  async findingDays(
    series: readonly SeriesParts[],
    range: DayRange = {},
  ): Promise<Map<string, readonly FindingDay[]>> {
    const found = new Map<string, readonly FindingDay[]>();
    for (let from = 0; from < series.length; from += SERIES_AT_ONCE) {
      if (from > 0) await setImmediate();
      const names = series.slice(from, from + SERIES_AT_ONCE).map(formatSeries);
      this.read(() => {
        for (const name of names) {
          const days = this.#findings.days(name, range);
          if (days.length > 0) found.set(name, days);
        }
      });
    }
    return found;
  }
}
