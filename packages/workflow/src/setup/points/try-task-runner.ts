import { setTimeout as sleep } from 'node:timers/promises';
import { ArchiveCollectionWorkflow } from '../../collect/workflow.ts';
import { failed, type PointOutcome, passed } from '../trial/setup-point.ts';
import { collectTrial, type Trial, whyIncomplete } from '../trial/trial.ts';

/** Share of the time of the point in which all downloads must have begun. */
const SHARE = 0.5;

const REMEDY = 'Lower max_parallel_downloads, or raise the limit of open files: ulimit -n 65536.';

/** Tries whether as many downloads run together as the configuration requests: the archive answers none before all have begun. */
export async function tryTaskRunner(trial: Trial): Promise<PointOutcome> {
  const { archive, settings, signal, pointSeconds } = trial;
  const { max_parallel_downloads } = settings.config;
  const { promise: until, resolve: release } = Promise.withResolvers<void>();
  archive.requests.clear();
  const held = new Set<string>();
  const together = archive.requests.waitFor(({ key }) => {
    if (key.endsWith('.zip')) held.add(key);
    return held.size >= max_parallel_downloads;
  });
  const hold = archive.faults.add({ key: /\.zip$/, fault: { kind: 'hold', until } });
  const [ended, stop] = [new AbortController(), new AbortController()];
  try {
    const files = Math.ceil(max_parallel_downloads * 1.5) + 2;
    const running = collectTrial(trial, {
      name: 'tasks',
      files,
      keys: { max_parallel_downloads },
      signal: stop.signal,
    });
    const late = sleep(pointSeconds * 1_000 * SHARE, undefined, {
      signal: AbortSignal.any([signal, ended.signal]),
    }).catch(() => {});
    await Promise.race([together, late, running.catch(() => {})]);
    const count = held.size;
    if (count < max_parallel_downloads) stop.abort();
    hold.remove();
    release();
    const tried = await running;
    const why = tried.result.status === 'completed' ? '' : `: ${whyIncomplete(tried)}`;
    if (count < max_parallel_downloads)
      return failed(
        `${count} downloads ran together, max_parallel_downloads requests ${max_parallel_downloads}${why}`,
        REMEDY,
      );
    if (why !== '') return failed(`${files} files were not collected${why}`, REMEDY);
    const { task_runner } = new ArchiveCollectionWorkflow(settings.config).getFlowConfig();
    return passed(`${max_parallel_downloads} downloads ran together; the task runner is ${task_runner}`);
  } finally {
    ended.abort();
    hold.remove();
    release();
  }
}
