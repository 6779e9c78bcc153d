import { COPIED_TABLES, type CopiedTable, type RecordRows, type StoredRow } from '@tapehaul/catalog';

/** Rows of a page. */
const PAGE = 1_000;

/** A run of another kind of record, open and without an owner, and its one class of tasks. */
const RUN: StoredRow = {
  ...{
    id: 7,
    run_id: 'r1',
    flow: 'archive-collection',
    state: 'Running',
    parameters: '{}',
    parent_run_id: null,
  },
  ...{
    tags: '[]',
    started_at: 1_000,
    planned_at: 2_000,
    ended_at: null,
    owner_pid: 1,
    owner_host: 'elsewhere',
  },
  ...{ owner_boot: null, heartbeat_at: 9_000, request: null, resumes: 0, traceparent: null, result: null },
};
const CLASS: StoredRow = {
  id: 3,
  run: 7,
  name: 'file',
  state: 'Scheduled',
  phase: 'waiting',
  error_code: null,
};

/** The rows of a record of one run with that many planned tasks; `others` are in place of those of tables. */
export function givenRows(
  tasks: number,
  others: Partial<Readonly<Record<CopiedTable, readonly StoredRow[]>>> = {},
): RecordRows {
  const rowsOf: Readonly<Record<string, readonly StoredRow[]>> = {
    runs: [RUN],
    run_states: [{ id: 1, run: 7, state: 'Running', at: 1_000 }],
    classes: [CLASS],
    batches: [
      {
        run: 7,
        number: 1,
        name: 'file',
        first: 1,
        last: tasks,
        open: tasks,
        epoch: 0,
        holder: null,
        held_until: null,
      },
    ],
    tasks: Array.from({ length: tasks }, (_, at) => ({
      ...{ run: 7, number: at + 1, task_id: `task-${at}`, input: null, class: 3, batch: 1, done: 0 },
      ...{ planned_at: 2_000, bytes: 5 },
    })),
    counts: [{ class: 3, batch: 1, tasks, bytes: 5 * tasks }],
    ...others,
  };
  return {
    count: (table) => rowsOf[table]?.length ?? 0,
    async *rows(table) {
      const rows = rowsOf[table] ?? [];
      for (let at = 0; at < rows.length; at += PAGE) yield rows.slice(at, at + PAGE);
    },
    close: () => {},
  };
}

/** How many rows of records a database has, by statements that `query` runs. */
export async function rowsIn(query: (sql: string) => Promise<Record<string, unknown>[]>): Promise<number> {
  const counts = COPIED_TABLES.map((table) => `(SELECT count(*) FROM tapehaul.${table})`);
  const [row] = await query(`SELECT ${counts.join(' + ')} + (SELECT count(*) FROM tapehaul.records) AS rows`);
  return Number(row?.rows);
}
