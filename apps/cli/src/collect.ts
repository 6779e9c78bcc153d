import { problemText } from '@tapehaul/config';
import { ArchiveCollectionWorkflow } from '@tapehaul/workflow';
import type { RequestFlags } from './request-flags.ts';
import { runShown, type ShowOptions } from './run-shown.ts';
import { loadSettings, type SettingOptions } from './settings.ts';

/** Options of `tapehaul collect`. */
export interface CollectOptions extends SettingOptions, RequestFlags, ShowOptions {}

/** Runs `tapehaul collect` and gives its exit status. Rejects with a TapehaulError when it cannot begin. */
export async function collect(configPath: string | undefined, options: CollectOptions): Promise<number> {
  const { config, matrix, warnings } = await loadSettings(configPath, options);
  return runShown(options, warnings.map(problemText), ({ onEvent, onLog, ...hooks }) =>
    new ArchiveCollectionWorkflow(config, { matrix, onEvent, onLog }).execute(hooks),
  );
}
