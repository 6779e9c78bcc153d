import { counted, grouped } from '@tapehaul/errors';
import { failed, type PointOutcome, passed, REINSTALL } from '../trial/setup-point.ts';
import { collectTrial, readTrialRecord, type Trial, whyIncomplete } from '../trial/trial.ts';

const FILES = 24;
/** Most downloads in progress; whether more run together shows in the point of the task runner. */
const MOST_PARALLEL = 8;
/** Share of the time of the point that they may take. */
const SHARE = 0.6;

/** Tries whether a batch of files is downloaded with several in progress, at the rate that the configuration allows. */
export async function tryBatchDownload(trial: Trial): Promise<PointOutcome> {
  const { max_parallel_downloads, max_bytes_per_second, batch_size } = trial.settings.config;
  const rate = max_bytes_per_second === undefined ? {} : { max_bytes_per_second };
  let moving = 0;
  let most = 0;
  const begun = performance.now();
  const longest = trial.pointSeconds * SHARE;
  const late = AbortSignal.timeout(longest * 1_000);
  const tried = await collectTrial(trial, {
    name: 'batch',
    files: FILES,
    keys: { max_parallel_downloads: Math.min(max_parallel_downloads, MOST_PARALLEL), batch_size, ...rate },
    signal: late,
    onMove: (change) => {
      moving += change === 'began' ? 1 : -1;
      most = Math.max(most, moving);
    },
  });
  const seconds = (performance.now() - begun) / 1_000;
  if (tried.result.status === 'cancelled' && late.aborted) {
    const isSlow = max_bytes_per_second !== undefined;
    const limit = isSlow ? `: max_bytes_per_second is ${grouped(max_bytes_per_second)}` : '';
    return failed(
      `a batch of ${FILES} small files took more than ${longest.toFixed(1)} s${limit}`,
      isSlow ? 'Raise max_bytes_per_second, or remove it.' : 'Try again on a machine with less load.',
    );
  }
  if (tried.result.status !== 'completed')
    return failed(`a batch of ${FILES} files failed: ${whyIncomplete(tried)}`, REINSTALL);
  if (most < 2)
    return failed(
      `the ${FILES} files of a batch were downloaded one after another: max_parallel_downloads is ${max_parallel_downloads}`,
      'Set max_parallel_downloads to 2 or more; the default is 4.',
    );
  const { rows } = await readTrialRecord(tried, (record) => record.batches(tried.result.run_id));
  return passed(
    `${FILES} files in ${counted(rows.length, 'batch', 'batches')}, up to ${most} at once, in ${seconds.toFixed(1)} s`,
  );
}
