import type * as queries from '@tapehaul/catalog';
import type * as records from '@tapehaul/catalog';
import type { CatalogReader, MissingObject } from '@tapehaul/catalog';
import { hasWorkLeft, taskHistory } from '@tapehaul/catalog/rules';
import { TapehaulError } from '@tapehaul/errors';
import type { MemoryData } from './memory-data.ts';
import { logPage, pageBy, taskPage } from './memory-pages.ts';
import type { MemoryRun } from './memory-run.ts';
import { coverageOf, failuresOf, timelineOf } from './memory-sums.ts';

/** Reads a record in memory. */
export class MemoryReader implements CatalogReader {
  readonly #data: MemoryData;
  #isOpen = true;

  constructor(data: MemoryData) {
    this.#data = data;
  }

  run(runId: string): records.RunRecord | undefined {
    return this.#run(runId)?.record;
  }

  runs(query: queries.RunQuery = {}): queries.Page<records.RunSummary> {
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

  runHistory(runId: string): records.StateRecord[] {
    return [...(this.#run(runId)?.states ?? [])];
  }

  tasks(runId: string, query: queries.TaskQuery = {}): queries.TaskPage {
    const run = this.#run(runId);
    return run === undefined ? { rows: [], next: null } : taskPage(run, query);
  }

  task(runId: string, taskId: string): records.TaskRecord | undefined {
    const run = this.#run(runId);
    const task = run?.tasks.get(taskId);
    return task && run?.taskRecord(task);
  }

  *outcomes(runId: string, name: string): Generator<records.TaskOutcome> {
    for (const task of this.#run(runId)?.tasks.values() ?? []) {
      if (task.name !== name) continue;
      const { taskId, progress } = task;
      yield { taskId, state: progress.state, held: this.find(taskId) ?? null };
    }
  }

  attempts(runId: string, taskId: string): records.AttemptRecord[] {
    return [...(this.#run(runId)?.tasks.get(taskId)?.attempts ?? [])];
  }

  taskHistory(runId: string, taskId: string): records.StateRecord[] {
    const task = this.#run(runId)?.tasks.get(taskId);
    const shown = this.task(runId, taskId);
    if (task === undefined || shown === undefined) return [];
    return taskHistory(shown, task.attempts, task.progress.attemptAt);
  }

  counts(runId: string, name?: string): Record<string, queries.StateCount> {
    const counts: Record<string, queries.StateCount> = {};
    for (const { name: its, progress } of this.#run(runId)?.tasks.values() ?? []) {
      if (name !== undefined && its !== name) continue;
      const { tasks, bytes } = counts[progress.state] ?? { tasks: 0, bytes: 0 };
      counts[progress.state] = { tasks: tasks + 1, bytes: bytes + (progress.bytes ?? 0) };
    }
    return counts;
  }

  timeline(runId: string, slices?: number): queries.TimelineSlice[] {
    const run = this.#run(runId);
    return run === undefined ? [] : timelineOf(run, slices);
  }

  hasWork(runId: string, { failed }: { readonly failed: boolean }): boolean {
    const run = this.#run(runId);
    if (run === undefined) return false;
    return hasWorkLeft(
      run.record,
      Array.from(run.tasks.values(), ({ progress }) => progress),
      failed,
    );
  }

  failures(runId: string): queries.FailureClass[] {
    const run = this.#run(runId);
    return run === undefined ? [] : failuresOf(run);
  }

  logs(runId: string, query: queries.LogQuery = {}): queries.LogPage {
    return logPage(this.#run(runId)?.logs ?? [], query);
  }

  find(key: string): records.ObjectRecord | undefined {
    return this.opened().objects.get(key);
  }

  findAll(keys: readonly string[]): ReadonlyMap<string, records.ObjectRecord> {
    const found = keys.flatMap((key) => this.find(key) ?? []);
    return new Map(found.map((object) => [object.key, object]));
  }

  *held(prefix?: string): Generator<records.ObjectRecord> {
    const objects = [...this.opened().objects.values()].sort((a, b) => compare(a.key, b.key));
    if (prefix === undefined) {
      yield* objects;
      return;
    }
    const place = ({ series, partition, period, key }: records.ObjectRecord): string =>
      [series, partition, period, key].join('\0');
    yield* objects
      .filter(({ series }) => series?.startsWith(prefix) === true)
      .sort((a, b) => compare(place(a), place(b)));
  }

  *recordedBy(runId: string): Generator<records.ObjectRecord> {
    yield* [...this.held()].filter((object) => object.runId === runId);
  }

  coverage(query: queries.CoverageQuery = {}): queries.Page<queries.SeriesCoverage> {
    const rows = coverageOf(this.held(query.prefix ?? ''));
    return pageBy('coverage', rows, query, ({ series, partition }) => [series, partition]);
  }

  *versions(key?: string): Generator<records.VersionRecord> {
    yield* this.opened()
      .versions.filter((it) => key === undefined || it.key === key)
      .toReversed();
  }

  *gaps(runId: string): Generator<records.GapRecord> {
    const place = ({ series, first, last, verdict }: records.GapRecord): string =>
      [series, first, last, verdict].join('\0');
    yield* [...(this.#run(runId)?.gaps.values() ?? [])].sort((a, b) => compare(place(a), place(b)));
  }

  *changes(runId: string): Generator<records.ChangeRecord> {
    yield* this.opened().changes.filter((it) => it.runId === runId);
  }

  lastChange(key: string): records.ChangeRecord | undefined {
    return this.opened().changes.findLast((it) => it.key === key);
  }

  wasMissing(runId: string, { taskId, state, series, day }: MissingObject): boolean {
    const run = this.#run(runId);
    if (run?.tasks.get(taskId)?.progress.state === state) return true;
    const gaps = [...(run?.gaps.values() ?? [])];
    return gaps.some((gap) => gap.series === series && gap.first <= day && gap.last >= day);
  }

  close(): void {
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

  #run(runId: string): MemoryRun | undefined {
    return this.opened().runs.get(runId)?.seen();
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
