import { isDeepStrictEqual } from 'node:util';
import { DEFAULT_SOURCE, type LoadedConfig, problemText } from '@tapehaul/config';
import { ArchiveCollectionWorkflow } from '@tapehaul/workflow';
import type { ServerOptions } from './remote.ts';
import type { RequestFlags } from './request-flags.ts';
import { bytesPerSecond } from './run-limits.ts';
import { runShown, type ShowOptions } from './run-shown.ts';
import { loadSettings, type SettingOptions } from './settings.ts';

/** Options of `tapehaul collect`. */
export interface CollectOptions extends SettingOptions, RequestFlags, ShowOptions, ServerOptions {}

/** Runs `tapehaul collect` and gives its exit status. Rejects with a TapehaulError when it cannot begin. */
export async function collect(configPath: string | undefined, options: CollectOptions): Promise<number> {
  const { config, matrix, warnings } = await settingsOf(configPath, options);
  return runShown(options, warnings.map(problemText), ({ onEvent, onLog, ...hooks }) =>
    new ArchiveCollectionWorkflow(config, { matrix, onEvent, onLog }).execute(hooks),
  );
}

/** Has a service collect, and follows that; gives the exit status. Its output directory is below the data of the service. */
export async function collectThere(
  server: string,
  configPath: string | undefined,
  options: CollectOptions,
): Promise<number> {
  // A collection of this process needs nothing of that.
  const { remote } = await import('./remote.ts');
  const { config } = await settingsOf(configPath, options);
  const { source, ...rest } = config;
  // Where the archive is read from is the operator's choice, unless this configuration says something of its own.
  const own = isDeepStrictEqual({ ...source }, { ...DEFAULT_SOURCE }) ? {} : { source };
  return remote(server, options).collect({ ...rest, ...own });
}

/** The settings of a collection; `--max-rate` wins over what they say. */
function settingsOf(configPath: string | undefined, options: CollectOptions): Promise<LoadedConfig> {
  const rate = bytesPerSecond(options.maxRate);
  const set = [...(options.set ?? []), ...(rate === undefined ? [] : [`max_bytes_per_second=${rate}`])];
  return loadSettings(configPath, { ...options, set });
}
