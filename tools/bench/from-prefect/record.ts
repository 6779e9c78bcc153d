import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import type { Prefect } from '@tapehaul/testkit/prefect';

/** What the record of a run says of it. */
export interface RunRecord {
  readonly state: string;
  /** Tasks, those that are a file, and lines of the log. */
  readonly tasks: number;
  readonly files: number;
  readonly logs: number;
  /** Files whose state says that they were not fetched. */
  readonly failedFiles: number;
}

/** Most rows of one answer of Prefect. */
const PAGE = 200;
/** How long to wait for states, and how long none must come. */
const [MOST_SECONDS, QUIET_SECONDS] = [90, 4];

/** What Prefect's record says of a flow run, once the states of its tasks do not change any more. */
export async function prefectRecord({ call }: Pick<Prefect, 'call'>, run: string): Promise<RunRecord> {
  const count = async (more: object = {}): Promise<number> => {
    const body = { flow_runs: { id: { any_: [run] } }, task_runs: more };
    return (await call('/task_runs/count', body)) as number;
  };
  const open = { state: { type: { any_: ['RUNNING', 'PENDING', 'SCHEDULED'] } } };
  // States reach the record by a queue, those of a task that has begun with others after those that have ended.
  let [seen, since] = [-1, 0];
  for (let tries = 0; tries < MOST_SECONDS && since < QUIET_SECONDS; tries += 1) {
    await setTimeout(1_000);
    const now = await count();
    since = now === seen && (await count(open)) === 0 ? since + 1 : 0;
    seen = now;
  }
  let logs = 0;
  for (let page = PAGE; page === PAGE; logs += page) {
    const body = { logs: { flow_run_id: { any_: [run] } }, limit: PAGE, offset: logs };
    page = ((await call('/logs/filter', body)) as unknown[]).length;
  }
  const failed = { state: { type: { any_: ['FAILED', 'CRASHED'] } } };
  const named = { name: { like_: 's3://' } };
  return {
    state: await prefectState({ call }, run),
    tasks: await count(),
    files: await count(named),
    logs,
    failedFiles: await count({ ...named, ...failed }),
  };
}

/** The name of the state of a flow run. */
export async function prefectState({ call }: Pick<Prefect, 'call'>, run: string): Promise<string> {
  return ((await call(`/flow_runs/${run}`)) as { state: { name: string } }).state.name;
}

/** What our record says of the newest run of a folder. */
export function ownRecord(folder: string): Omit<RunRecord, 'state'> {
  using record = new DatabaseSync(join(folder, 'output/.tapehaul/catalog.db'), { readOnly: true });
  const count = (query: string): number => Number(record.prepare(query).get()?.n ?? 0);
  const files = "from task_list where name = 'download-archive-file'";
  return {
    tasks: count('select count(*) as n from task_list'),
    files: count(`select count(*) as n ${files}`),
    logs: count('select count(*) as n from logs'),
    failedFiles: count(`select count(*) as n ${files} and state in ('Failed', 'Corrupt', 'Absent', 'Gone')`),
  };
}

/** The id of the flow run that the Python workflow has printed. */
export function flowRunOf(stdout: string): string {
  return /"run": "([0-9a-f-]+)"/.exec(stdout)?.[1] ?? '';
}
