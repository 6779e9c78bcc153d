import { type CatalogReader, everyPage, everyRow, type Pages } from '@tapehaul/catalog';

/** All rows of a list. */
const all = <Row>(pages: Pages<Row>): Promise<Row[]> => Array.fromAsync(everyRow(pages));

/** A run with all that is recorded of it. */
async function runContents(record: CatalogReader, runId: string): Promise<object> {
  const tasks = await all(everyPage((page) => record.tasks(runId, page)));
  const histories = tasks.map(async ({ taskId }) => ({
    attempts: await record.attempts(runId, taskId),
    history: await record.taskHistory(runId, taskId),
  }));
  const logs = await all(everyPage((page) => record.logs(runId, page)));
  const run = await record.run(runId);
  return {
    run: run && { ...run, owner: run.owner.name },
    history: await record.runHistory(runId),
    counts: await record.counts(runId),
    failures: await record.failures(runId),
    failedTasks: await all(record.failedTasks(runId)),
    timeline: await record.timeline(runId),
    hasWork: [await record.hasWork(runId, { failed: false }), await record.hasWork(runId, { failed: true })],
    batches: await all(everyPage((page) => record.batches(runId, page))),
    tasks,
    histories: await Promise.all(histories),
    files: await all(record.outcomes(runId, 'file')),
    recorded: await all(record.recordedBy(runId)),
    gaps: await all(record.gaps(runId)),
    changes: await all(record.changes(runId)),
    // Places in the order of all lines differ from record to record.
    logs: logs.map(({ sequence: _, ...line }) => line),
  };
}

/** All that a record shows, by every way of reading it. Two records of the same contents are equal. */
export async function recordContents(record: CatalogReader): Promise<Readonly<Record<string, unknown>>> {
  const runs = await all(everyPage((page) => record.runs(page)));
  const cells = await all(everyPage((page) => record.cells(page)));
  const series = cells.map((it) => it.series);
  return {
    runs: await Promise.all(runs.map(({ runId }) => runContents(record, runId))),
    held: await all(record.held()),
    coverage: await all(everyPage((page) => record.coverage(page))),
    versions: await all(record.versions()),
    disputes: await all(record.disputes()),
    cells,
    holes: await all(
      everyPage((page) => record.holes({ ...page, faults: ['ours', 'archive', 'time', 'none'] })),
    ),
    seen: await Promise.all(series.map((it) => record.seenDays(it))),
    partitions: await all(everyPage((page) => record.partitionsOf(page))),
    findings: await all(everyPage((page) => record.findings(page))),
    findingCounts: await record.findingCounts(),
    findingDays: await record.findingDays(series),
  };
}
