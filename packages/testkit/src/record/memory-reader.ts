import { formatSeries, type SeriesParts } from '@tapehaul/archive';
import type * as queries from '@tapehaul/catalog';
import type * as records from '@tapehaul/catalog';
import type { CatalogReader, DisputeRecord, DisputeState, MissingObject } from '@tapehaul/catalog';
import type { DayRange } from '@tapehaul/coverage';
import { holeFacts } from './cells/memory-hole-facts.ts';
import { MemoryRunReader } from './memory-run-reader.ts';
import { inPages, pageBy } from './runs/memory-pages.ts';
import { coverageOf, heldInOrder } from './runs/memory-sums.ts';

/** Reads a record in memory. */
export class MemoryReader extends MemoryRunReader implements CatalogReader {
  async find(key: string): Promise<records.ObjectRecord | undefined> {
    return this.opened().objects.get(key);
  }

  async findAll(keys: readonly string[]): Promise<ReadonlyMap<string, records.ObjectRecord>> {
    const { objects } = this.opened();
    const found = keys.flatMap((key) => objects.get(key) ?? []);
    return new Map(found.map((object) => [object.key, object]));
  }

  held(prefix?: string): queries.Pages<records.ObjectRecord> {
    return inPages(this.#held(prefix));
  }

  recordedBy(runId: string): queries.Pages<records.ObjectRecord> {
    return inPages(this.#held().filter((object) => object.runId === runId));
  }

  async coverage(query: queries.CoverageQuery = {}): Promise<queries.Page<queries.SeriesCoverage>> {
    const rows = coverageOf(this.#held(query.prefix ?? ''));
    return pageBy('coverage', rows, query, ({ series, partition }) => [formatSeries(series), partition]);
  }

  async cells(query: queries.CellsQuery = {}): Promise<queries.Page<queries.SeriesCells>> {
    return this.opened().cells.page(query);
  }

  async cellsOf(series: SeriesParts, range: DayRange = {}): Promise<queries.SeriesCells | undefined> {
    return this.opened().cells.of(series, range);
  }

  readonly seenDays = async (series: SeriesParts) => this.opened().cells.seenDays(series);

  async explainDay(series: SeriesParts, day: string): Promise<queries.Hole> {
    return this.opened().cells.explain(series, day, holeFacts(this.opened().runs.values()));
  }

  async holes(query: queries.HolesQuery = {}): Promise<queries.Page<queries.Hole>> {
    return this.opened().cells.holes(query, holeFacts(this.opened().runs.values()));
  }

  versions(key?: string): queries.Pages<records.VersionRecord> {
    const { versions } = this.opened();
    return inPages(versions.filter((it) => key === undefined || it.key === key).toReversed());
  }

  gaps(runId: string): queries.Pages<records.GapRecord> {
    const place = ({ series, first, last, verdict }: records.GapRecord): string =>
      [formatSeries(series), first, last, verdict].join('\0');
    const gaps = [...(this.seenRun(runId)?.gaps.values() ?? [])];
    return inPages(gaps.sort((a, b) => compare(place(a), place(b))));
  }

  changes(runId: string): queries.Pages<records.ChangeRecord> {
    return inPages(this.opened().changes.filter((it) => it.runId === runId));
  }

  async lastChange(key: string): Promise<records.ChangeRecord | undefined> {
    return this.opened().changes.findLast((it) => it.key === key);
  }

  async wasMissing(runId: string, { taskId, state, series, day }: MissingObject): Promise<boolean> {
    const run = this.seenRun(runId);
    if (run?.tasks.get(taskId)?.progress.state === state) return true;
    const gaps = [...(run?.gaps.values() ?? [])];
    const name = formatSeries(series);
    return gaps.some((gap) => formatSeries(gap.series) === name && gap.first <= day && gap.last >= day);
  }

  async dispute(key: string): Promise<DisputeRecord | undefined> {
    return this.opened().disputes.get(key);
  }

  async disputesOf(keys: readonly string[]): Promise<ReadonlyMap<string, DisputeRecord>> {
    const { disputes } = this.opened();
    return new Map(keys.flatMap((key) => disputes.get(key) ?? []).map((it) => [it.key, it]));
  }

  disputes(state?: DisputeState): queries.Pages<DisputeRecord> {
    const found = [...this.opened().disputes.values()].filter(
      (it) => state === undefined || it.state === state,
    );
    return inPages(found.sort((a, b) => compare(a.key, b.key)));
  }

  async findPartition(path: string): Promise<records.PartitionRecord | undefined> {
    return this.opened().tables.find(path);
  }

  async partitionsOf(query: queries.PartitionsQuery = {}): Promise<queries.Page<records.PartitionRecord>> {
    return this.opened().tables.page(query);
  }

  async partitionIdentities(series: SeriesParts, range: DayRange = {}): Promise<Map<string, string>> {
    return this.opened().tables.identities(series, range);
  }

  async findings(query: queries.RowFindingsQuery = {}): Promise<queries.Page<records.RowFindingRecord>> {
    return this.opened().tables.findings(query);
  }

  async findingCounts(query: Parameters<CatalogReader['findingCounts']>[0] = {}) {
    return this.opened().tables.counts(query);
  }

  async findingDays(series: readonly SeriesParts[], range: DayRange = {}) {
    return this.opened().tables.days(series, range);
  }

  #held(prefix?: string): records.ObjectRecord[] {
    return heldInOrder(this.opened().objects.values(), prefix);
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
