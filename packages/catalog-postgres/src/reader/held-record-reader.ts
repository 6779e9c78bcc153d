import { formatSeries, type SeriesParts } from '@tapehaul/archive';
import type * as records from '@tapehaul/catalog';
import type { CoverageReader, DisputesReader, HoldingsReader, TablesReader } from '@tapehaul/catalog';
import type { DayRange } from '@tapehaul/coverage';
import { cellsOfSeries } from '../cells/cell-reader.ts';
import { cellsPage, explainedDay, holesPage } from '../cells/coverage-answers.ts';
import { seenDays } from '../cells/seen-rows.ts';
import * as held from '../holdings/held-reader.ts';
import { versionsBefore } from '../notes/note-reader.ts';
import { findingCounts, findingDays, findingsPage } from '../tables/finding-reader.ts';
import { findPartition, identitiesOf, partitionsPage } from '../tables/partition-reader.ts';
import { RecordReader, ROWS } from './record-reader.ts';

/** Reads what a record says of objects, days and tables. */
export abstract class HeldRecordReader
  extends RecordReader
  implements HoldingsReader, DisputesReader, CoverageReader, TablesReader
{
  async find(key: string): Promise<records.ObjectRecord | undefined> {
    return (await this.findAll([key])).get(key);
  }

  findAll(keys: readonly string[]): Promise<Map<string, records.ObjectRecord>> {
    return this.read((session) => held.objectsOf(session, this.record, keys));
  }

  held(prefix?: string): records.Pages<records.ObjectRecord> {
    return this.pages<records.ObjectRecord>((session, after) =>
      prefix === undefined
        ? held.heldBehind(session, this.record, after, ROWS)
        : held.heldOfSeries(session, this.record, prefix, after, ROWS),
    );
  }

  abstract recordedBy(runId: string): records.Pages<records.ObjectRecord>;

  coverage(query: records.CoverageQuery = {}): Promise<records.Page<records.SeriesCoverage>> {
    return this.read((session) => held.coveragePage(session, this.record, query));
  }

  versions(key?: string): records.Pages<records.VersionRecord> {
    return this.pagesBehind<records.VersionRecord, number>((session, before) =>
      versionsBefore(session, this.record, key, before, ROWS),
    );
  }

  async dispute(key: string): Promise<records.DisputeRecord | undefined> {
    return (await this.disputesOf([key])).get(key);
  }

  disputesOf(keys: readonly string[]): Promise<Map<string, records.DisputeRecord>> {
    return this.read((session) => held.disputesOf(session, this.record, keys));
  }

  disputes(state?: records.DisputeState): records.Pages<records.DisputeRecord> {
    return this.pages<records.DisputeRecord>((session, after) =>
      held.disputesBehind(session, this.record, state, after, ROWS),
    );
  }

  cells(query: records.CellsQuery = {}): Promise<records.Page<records.SeriesCells>> {
    return cellsPage(this.read, this.record, query);
  }

  cellsOf(series: SeriesParts, range: DayRange = {}): Promise<records.SeriesCells | undefined> {
    return this.read((session) => cellsOfSeries(session, this.record, series, range));
  }

  seenDays(series: SeriesParts): Promise<records.SeenDays | undefined> {
    return this.read((session) => seenDays(session, this.record, series));
  }

  explainDay(series: SeriesParts, day: string): Promise<records.Hole> {
    return this.read((session) => explainedDay(session, this.record, series, day));
  }

  holes(query: records.HolesQuery = {}): Promise<records.Page<records.Hole>> {
    return holesPage(this.read, this.record, query);
  }

  findPartition(path: string): Promise<records.PartitionRecord | undefined> {
    return this.read((session) => findPartition(session, this.record, path));
  }

  partitionsOf(query: records.PartitionsQuery = {}): Promise<records.Page<records.PartitionRecord>> {
    return this.read((session) => partitionsPage(session, this.record, query));
  }

  partitionIdentities(series: SeriesParts, range: DayRange = {}): Promise<Map<string, string>> {
    return this.read((session) => identitiesOf(session, this.record, series, range));
  }

  findings(query: records.RowFindingsQuery = {}): Promise<records.Page<records.RowFindingRecord>> {
    return this.read((session) => findingsPage(session, this.record, query));
  }

  findingCounts(
    query: Omit<records.RowFindingsQuery, keyof records.PageRequest> = {},
  ): Promise<records.RowFindingCount[]> {
    return this.read((session) => findingCounts(session, this.record, query));
  }

  findingDays(
    series: readonly SeriesParts[],
    range: DayRange = {},
  ): Promise<Map<string, records.FindingDay[]>> {
    return this.read((session) => findingDays(session, this.record, series.map(formatSeries), range));
  }
}
