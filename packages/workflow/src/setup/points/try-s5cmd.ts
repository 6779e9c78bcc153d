import { whyUnwanted } from '@tapehaul/config';
import { counted } from '@tapehaul/errors';
import { PROVIDERS } from '../../engines/providers.ts';
import type { BatchEvent, FileEvent } from '../../events/events.ts';
import { failed, type PointOutcome, passed, REINSTALL } from '../trial/setup-point.ts';
import { collectTrial, type Trial, whyIncomplete } from '../trial/trial.ts';

const FILES = 6;
/** Shares of the time of the point in which s5cmd must answer, and must have downloaded the files. */
const [ANSWER_SHARE, DOWNLOAD_SHARE] = [0.3, 0.5] as const;
const OR_WITHOUT = 'Or set enable_s5cmd to false: plain S3 then downloads everything.';

/** Tries whether the real s5cmd downloads a batch. Passes where the configuration has no use for it. */
export async function tryS5cmd(trial: Trial): Promise<PointOutcome> {
  const { config } = trial.settings;
  const within = (share: number): AbortSignal =>
    AbortSignal.timeout(Math.ceil(trial.pointSeconds * 1_000 * share));
  const provider = PROVIDERS.find(({ name }) => name === 's5cmd');
  if (provider?.find === undefined) return failed('s5cmd is no engine of this version', REINSTALL);
  const unwanted = whyUnwanted(provider, config);
  if (unwanted !== undefined) return passed(`not used: ${unwanted}`);
  const answer = AbortSignal.any([trial.signal, within(ANSWER_SHARE)]);
  const search = await provider.find({ settings: config, env: trial.env }, answer);
  if (!('found' in search)) return failed(search.whyNot, `${search.remedy} ${OR_WITHOUT}`);
  const { batch_size, part_size_mb } = config;
  const tried = await collectTrial(trial, {
    name: 's5cmd',
    files: FILES,
    keys: { engine: 's5cmd', enable_batch_mode: true, batch_size, part_size_mb },
    signal: within(DOWNLOAD_SHARE),
  });
  const { events } = tried;
  const files = events.filter((event): event is FileEvent => event.kind === 'file');
  const batches = events.filter((event): event is BatchEvent => event.kind === 'batch');
  const own = files.filter(({ engine, error }) => engine === 's5cmd' && error === null);
  if (own.length < FILES) {
    const fallBack = events.find((event) => event.kind === 'fall_back');
    const why = fallBack?.kind === 'fall_back' ? fallBack.error.message : whyIncomplete(tried);
    return failed(
      `${search.words} downloaded ${own.length} of ${counted(FILES, 'file')}: ${why}`,
      `Install s5cmd 2.3 on PATH, or set S5CMD_PATH to it. ${OR_WITHOUT}`,
    );
  }
  return passed(
    `${search.words} downloaded ${counted(FILES, 'file')} in ${counted(batches.length, 'batch', 'batches')}`,
  );
}
