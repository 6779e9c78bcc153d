import { checkNodeVersion, checkOptionNames, TapehaulError } from '@tapehaul/errors';
import type { DownloaderOptions } from './downloader-options.ts';

const NAMES: Readonly<Record<keyof DownloaderOptions, true>> = {
  engines: true,
  choose: true,
  target: true,
  stateDirectory: true,
  sharedState: true,
  confined: true,
  durability: true,
  held: true,
  proof: true,
  checksum: true,
  force: true,
  paranoid: true,
  maxObjectBytes: true,
  proofThreads: true,
  retry: true,
  pause: true,
  onFallBack: true,
  onPause: true,
  onMove: true,
  signal: true,
};

/** Throws a TapehaulError `config_invalid` for a Node that is too old, mistyped names of options, and no engine. */
export function checkDownloaderOptions(options: DownloaderOptions): void {
  checkNodeVersion('createDownloader');
  checkOptionNames('createDownloader', options, NAMES);
  if (options.engines.length > 0) return;
  throw new TapehaulError('config_invalid', 'createDownloader got no engines, expected at least one', {
    hint: 'Give an engine, such as s3Engine() of @tapehaul/s3.',
  });
}
