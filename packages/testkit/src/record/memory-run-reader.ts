import type * as queries from '@tapehaul/catalog';
import type * as records from '@tapehaul/catalog';
import type { BatchesReader, RunsReader } from '@tapehaul/catalog';
import { hasWorkLeft, isLeftOver, isSelected, taskHistory } from '@tapehaul/catalog/rules';
import { TapehaulError } from '@tapehaul/errors';
import type { MemoryData } from './memory-data.ts';
import { batchPage } from './runs/claims.ts';
import { inPages, logPage, pageBy, taskPage } from './runs/memory-pages.ts';
import type { MemoryRun } from './runs/memory-run.ts';
import { failedTasksOf, failuresOf } from './runs/memory-sums.ts';
import { timelineOf } from './runs/memory-timeline.ts';

/** Reads the runs of a record in memory. */
export class MemoryRunReader implements RunsReader, BatchesReader {
  readonly #data: MemoryData;
  #isOpen = true;

  constructor(data: MemoryData) {
    this.#data = data;
  }

  async run(runId: string): Promise<records.RunRecord | undefined> {
    return this.seenRun(runId)?.record;
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
    return [...(this.seenRun(runId)?.states ?? [])];
  }

  async tasks(runId: string, query: queries.TaskQuery = {}): Promise<queries.TaskPage> {
    const run = this.seenRun(runId);
    return run === undefined ? { rows: [], next: null, searched: null } : taskPage(run, query);
  }

  async task(runId: string, taskId: string): Promise<records.TaskRecord | undefined> {
    const run = this.seenRun(runId);
    const task = run?.tasks.get(taskId);
    return task && run?.taskRecord(task);
  }

  async batches(runId: string, query: queries.BatchQuery = {}): Promise<queries.Page<queries.BatchRecord>> {
    const run = this.opened().runs.get(runId);
    return run === undefined ? { rows: [], next: null } : batchPage(run, query);
  }

  batchReports(runId: string, name: string): queries.Pages<unknown> {
    const batches = this.opened().runs.get(runId)?.batches ?? [];
    return inPages(batches.flatMap((batch) => (batch.name === name ? batch.reports : [])));
  }

  outcomes(runId: string, name: string): queries.Pages<records.TaskOutcome> {
    const tasks = [...(this.seenRun(runId)?.tasks.values() ?? [])].filter((task) => task.name === name);
    const { objects } = this.opened();
    return inPages(tasks, ({ taskId, progress }) => {
      return { taskId, state: progress.state, held: objects.get(taskId) ?? null };
    });
  }

  async attempts(runId: string, taskId: string): Promise<records.AttemptRecord[]> {
    return [...(this.seenRun(runId)?.tasks.get(taskId)?.attempts ?? [])];
  }

  async taskHistory(runId: string, taskId: string): Promise<records.StateRecord[]> {
    const run = this.seenRun(runId);
    const task = run?.tasks.get(taskId);
    if (run === undefined || task === undefined) return [];
    return taskHistory(run.taskRecord(task), task.attempts, task.progress.attemptAt);
  }

  async counts(runId: string, name?: string): Promise<Record<string, queries.StateCount>> {
    const counts: Record<string, queries.StateCount> = {};
    for (const { name: its, progress } of this.seenRun(runId)?.tasks.values() ?? []) {
      if (name !== undefined && its !== name) continue;
      const { tasks, bytes } = counts[progress.state] ?? { tasks: 0, bytes: 0 };
      counts[progress.state] = { tasks: tasks + 1, bytes: bytes + (progress.bytes ?? 0) };
    }
    return counts;
  }

  async timeline(runId: string, query: queries.TimelineQuery = {}): Promise<queries.TimelineSlice[]> {
    const run = this.seenRun(runId);
    return run === undefined ? [] : timelineOf(run, query);
  }

  async hasWork(
    runId: string,
    { failed, only }: { readonly failed: boolean; readonly only?: records.TaskSelection },
  ): Promise<boolean> {
    const run = this.seenRun(runId);
    if (run === undefined) return false;
    if (only !== undefined) {
      return [...run.tasks.values()].some(
        ({ taskId, progress }) =>
          isLeftOver(progress, failed) && isSelected({ taskId, errorCode: progress.errorCode }, only),
      );
    }
    return hasWorkLeft(
      run.record,
      Array.from(run.tasks.values(), ({ progress }) => progress),
      failed,
    );
  }

  async failures(runId: string): Promise<queries.FailureClass[]> {
    const run = this.seenRun(runId);
    return run === undefined ? [] : failuresOf(run);
  }

  failedTasks(runId: string): queries.Pages<records.FailedTask> {
    const run = this.seenRun(runId);
    return inPages(run === undefined ? [] : failedTasksOf(run));
  }

  async logs(runId: string, query: queries.LogQuery = {}): Promise<queries.LogPage> {
    return logPage(this.seenRun(runId)?.logs ?? [], query);
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

  protected seenRun(runId: string): MemoryRun | undefined {
    return this.opened().runs.get(runId)?.seen();
  }
}
