import { isDeepStrictEqual } from 'node:util';
import { DEFAULT_SOURCE } from '@tapehaul/config';
import { TapehaulError } from '@tapehaul/errors';
import { ArchiveCollectionWorkflow } from '@tapehaul/workflow';
import { typedText } from '../options/flag-words.ts';
import type { RequestFlags } from '../options/request-flags.ts';
import { bytesPerSecond } from '../options/run-limits.ts';
import { loadSettings, type SettingOptions, type Settings } from '../options/settings.ts';
import { runShown, type ShowOptions } from '../progress/run-shown.ts';
import type { ServerOptions } from './remote.ts';

/** Options of `tapehaul collect`. */
export interface CollectOptions extends SettingOptions, RequestFlags, ShowOptions, ServerOptions {
  /** Show the plan and collect nothing. */
  readonly dryRun?: boolean;
}

/** Runs `tapehaul collect` and gives its exit status. Rejects with a TapehaulError when it cannot begin. */
export async function collect(configPath: string | undefined, options: CollectOptions): Promise<number> {
  if (options.dryRun === true) return (await import('./plan.ts')).plan(configPath, options);
  const { config, matrix, warnings, notes, origins } = await settingsOf(configPath, options);
  return runShown(options, { warnings: warnings.map(typedText), notes }, ({ onEvent, onLog, ...hooks }) =>
    new ArchiveCollectionWorkflow(config, { matrix, origins, onEvent, onLog }).execute(hooks),
  );
}

/** Has a service collect, and follows that; gives the exit status. Its output directory is below the data of the service. */
export async function collectThere(
  server: string,
  configPath: string | undefined,
  options: CollectOptions,
): Promise<number> {
  if (options.dryRun === true) {
    throw new TapehaulError('config_invalid', '--dry-run and --server cannot be combined', {
      hint: 'Leave out --server to plan on this machine.',
    });
  }
  // A collection of this process needs nothing of that.
  const { remote } = await import('./remote.ts');
  const { config } = await settingsOf(configPath, options);
  const { source, ...rest } = config;
  // Where the archive is read from is the operator's choice, unless this configuration says something of its own.
  const own = isDeepStrictEqual({ ...source }, { ...DEFAULT_SOURCE }) ? {} : { source };
  return remote(server, options).collect({ ...rest, ...own });
}

/** The settings of a collection; `--max-rate` wins over what they say. */
function settingsOf(configPath: string | undefined, options: CollectOptions): Promise<Settings> {
  const rate = bytesPerSecond(options.maxRate);
  const set = [...(options.set ?? []), ...(rate === undefined ? [] : [`max_bytes_per_second=${rate}`])];
  return loadSettings(configPath, { ...options, set });
}
