import {
  type CatalogReader,
  everyPage,
  type FindingCount,
  firstDayOf,
  lastDayOf,
  type PartitionRecord,
  partitionFindings,
  seriesParts,
  type TaskRecord,
} from '@tapehaul/workflow';
import type * as z from 'zod';
import { taskHint } from '../tasks/task-hint.ts';
import { iso, time } from '../views.ts';
import type { tableMonthsSchema } from './run-table-schemas.ts';

type TableMonth = z.output<typeof tableMonthsSchema>['rows'][number];

/** A task that builds the tables of a series and month, with what its run built of them. */
export async function tableMonthView(record: CatalogReader, task: TaskRecord): Promise<TableMonth> {
  const { taskId, runId, state, attempts, errorCode } = task;
  const series = taskId.slice(0, taskId.lastIndexOf('/'));
  const month = taskId.slice(series.length + 1);
  const built = (await partitionsOf(record, series, month)).filter((one) => one.runId === runId);
  const findings = await partitionFindings(record, built);
  return {
    id: taskId,
    series,
    month,
    state,
    attempts,
    started_at: time(task.startedAt),
    updated_at: iso(task.updatedAt),
    duration_ms: task.durationMs,
    retry_at: time(task.retryAt),
    error_code: errorCode,
    error_message: task.errorMessage,
    hint: errorCode === null ? null : taskHint(taskId, errorCode),
    partitions: built.length,
    rows: sumOf(built, 'rows'),
    bytes: sumOf(built, 'bytes'),
    findings: added([...findings.values()].flat()),
  };
}

async function partitionsOf(record: CatalogReader, name: string, month: string): Promise<PartitionRecord[]> {
  const { symbol, interval } = seriesParts(name);
  const which = { prefix: name, symbols: [symbol], ...(interval === null ? {} : { interval }) };
  const days = { from: firstDayOf(month), to: lastDayOf(month) };
  const pages = await Array.fromAsync(
    everyPage((page) => record.partitionsOf({ ...which, ...days, ...page })),
  );
  return pages.flat();
}

function sumOf(partitions: readonly PartitionRecord[], of: 'rows' | 'bytes'): number {
  return partitions.reduce((sum, one) => sum + one[of], 0);
}

/** Counts of the same rule as one, errors first. */
function added(counts: readonly FindingCount[]): FindingCount[] {
  const sums = new Map<string, FindingCount>();
  for (const { rule, severity, findings, count } of counts) {
    const name = `${severity} ${rule}`;
    const before = sums.get(name) ?? { findings: 0, count: 0 };
    sums.set(name, { rule, severity, findings: before.findings + findings, count: before.count + count });
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => sum);
}
