import type { Job } from '../src/store/job.ts';
import { openStore } from '../src/store/open-store.ts';

/** What the child reports: before and after each thing that it does to the store. */
export type Report =
  | { readonly kind: 'opening' }
  | { readonly kind: 'opened'; readonly jobs: readonly string[] }
  | { readonly kind: 'adds' | 'added' | 'removes' | 'removed'; readonly runId: string };

/** Reports, and waits until that has left this process. */
function report(message: Report): Promise<void> {
  return new Promise((resolve) => process.send?.(message, undefined, undefined, () => resolve()));
}

/** Opens the store of a folder; then, when given its life, adds jobs and removes the oldest ones without end. */
const [data = '', life] = process.argv.slice(2);
await report({ kind: 'opening' });
const store = await openStore(data, { onError: console.error, onLost: () => process.exit(1) });
const jobs = (await store.jobs.all()).map(({ run_id }) => run_id);
await report({ kind: 'opened', jobs });
for (let at = 0; life !== undefined; at += 1) {
  const runId = `${life}-${at}`;
  const job: Job = {
    run_id: runId,
    kind: 'resume',
    directory: data,
    config: null,
    origins: null,
    settings: {},
    max_bytes_per_second: null,
    plan: null,
    only: null,
    on: null,
    resumes: null,
    submitted_at: new Date().toISOString(),
    started_by: null,
    traceparent: null,
  };
  await report({ kind: 'adds', runId });
  await store.jobs.add(job, { key: runId, digest: runId });
  await report({ kind: 'added', runId });
  jobs.push(runId);
  if (at % 3 === 0) continue;
  const oldest = jobs.shift() ?? '';
  await report({ kind: 'removes', runId: oldest });
  await store.jobs.remove(oldest);
  await report({ kind: 'removed', runId: oldest });
}
store.close();
