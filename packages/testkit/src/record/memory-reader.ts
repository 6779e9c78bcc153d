import { formatSeries, type SeriesParts } from '@tapehaul/archive';
import type * as queries from '@tapehaul/catalog';
import type * as records from '@tapehaul/catalog';
import type { CatalogReader, DisputeRecord, DisputeState, MissingObject } from '@tapehaul/catalog';
import { hasWorkLeft, taskHistory } from '@tapehaul/catalog/rules';
import type { DayRange } from '@tapehaul/coverage';
import { TapehaulError } from '@tapehaul/errors';
import { holeFacts } from './cells/memory-hole-facts.ts';
import type { MemoryData } from './memory-data.ts';
import { inPages, logPage, pageBy, taskPage } from './runs/memory-pages.ts';
import type { MemoryRun } from './runs/memory-run.ts';
import { coverageOf, failuresOf, heldInOrder, timelineOf } from './runs/memory-sums.ts';

/** Reads a record in memory. */
export class MemoryReader implements CatalogReader {
  readonly #data: MemoryData;
  #isOpen = true;

  constructor(data: MemoryData) {
    this.#data = data;
  }

  async run(runId: string): Promise<records.RunRecord | undefined> {
    return this.#run(runId)?.record;
  }

  async runs(query: queries.RunQuery = {}): Promise<queries.Page<records.RunSummary>> {
    const { flow, states, planned = false } = query;
    const wanted = [...this.opened().runs.values()].map((run, place) => ({
      record: run.seen().record,
      place,
    }));
    const found = wanted.filter(
      ({ record }) =>
        (flow === undefined || record.flow === flow) &&
        (states?.includes(record.state) ?? true) &&
        (!planned || record.plannedAt !== null),
    );
    const page = pageBy('runs', found.toReversed(), query, ({ place }) => [place], 'descending');
    return { ...page, rows: page.rows.map(({ record: { parameters: _p, result: _r, ...shown } }) => shown) };
  }

  async runHistory(runId: string): Promise<records.StateRecord[]> {
    return [...(this.#run(runId)?.states ?? [])];
  }

  async tasks(runId: string, query: queries.TaskQuery = {}): Promise<queries.TaskPage> {
    const run = this.#run(runId);
    return run === undefined ? { rows: [], next: null } : taskPage(run, query);
  }

  async task(runId: string, taskId: string): Promise<records.TaskRecord | undefined> {
    const run = this.#run(runId);
    const task = run?.tasks.get(taskId);
    return task && run?.taskRecord(task);
  }

  outcomes(runId: string, name: string): queries.Pages<records.TaskOutcome> {
    const tasks = [...(this.#run(runId)?.tasks.values() ?? [])].filter((task) => task.name === name);
    const { objects } = this.opened();
    return inPages(tasks, ({ taskId, progress }) => {
      return { taskId, state: progress.state, held: objects.get(taskId) ?? null };
    });
  }

  async attempts(runId: string, taskId: string): Promise<records.AttemptRecord[]> {
    return [...(this.#run(runId)?.tasks.get(taskId)?.attempts ?? [])];
  }

  async taskHistory(runId: string, taskId: string): Promise<records.StateRecord[]> {
    const run = this.#run(runId);
    const task = run?.tasks.get(taskId);
    if (run === undefined || task === undefined) return [];
    return taskHistory(run.taskRecord(task), task.attempts, task.progress.attemptAt);
  }

  async counts(runId: string, name?: string): Promise<Record<string, queries.StateCount>> {
    const counts: Record<string, queries.StateCount> = {};
    for (const { name: its, progress } of this.#run(runId)?.tasks.values() ?? []) {
      if (name !== undefined && its !== name) continue;
      const { tasks, bytes } = counts[progress.state] ?? { tasks: 0, bytes: 0 };
      counts[progress.state] = { tasks: tasks + 1, bytes: bytes + (progress.bytes ?? 0) };
    }
    return counts;
  }

  async timeline(runId: string, slices?: number): Promise<queries.TimelineSlice[]> {
    const run = this.#run(runId);
    return run === undefined ? [] : timelineOf(run, slices);
  }

  async hasWork(runId: string, { failed }: { readonly failed: boolean }): Promise<boolean> {
    const run = this.#run(runId);
    if (run === undefined) return false;
    return hasWorkLeft(
      run.record,
      Array.from(run.tasks.values(), ({ progress }) => progress),
      failed,
    );
  }

  async failures(runId: string): Promise<queries.FailureClass[]> {
    const run = this.#run(runId);
    return run === undefined ? [] : failuresOf(run);
  }

  async logs(runId: string, query: queries.LogQuery = {}): Promise<queries.LogPage> {
    return logPage(this.#run(runId)?.logs ?? [], query);
  }

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
    const gaps = [...(this.#run(runId)?.gaps.values() ?? [])];
    return inPages(gaps.sort((a, b) => compare(place(a), place(b))));
  }

  changes(runId: string): queries.Pages<records.ChangeRecord> {
    return inPages(this.opened().changes.filter((it) => it.runId === runId));
  }

  async lastChange(key: string): Promise<records.ChangeRecord | undefined> {
    return this.opened().changes.findLast((it) => it.key === key);
  }

  async wasMissing(runId: string, { taskId, state, series, day }: MissingObject): Promise<boolean> {
    const run = this.#run(runId);
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

  async close(): Promise<void> {
    this.#isOpen = false;
  }

  /** The record. Throws a TapehaulError `catalog_failed` once this is closed. */
  protected opened(): MemoryData {
    if (this.#isOpen) return this.#data;
    throw new TapehaulError('catalog_failed', 'the catalog in memory is closed', {
      facts: {},
      hint: 'Use it before it is closed, or open it again.',
    });
  }

  #held(prefix?: string): records.ObjectRecord[] {
    return heldInOrder(this.opened().objects.values(), prefix);
  }

  #run(runId: string): MemoryRun | undefined {
    return this.opened().runs.get(runId)?.seen();
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
