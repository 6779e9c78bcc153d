import { rethrowAsTyped, typedText } from '../../options/flag-words.ts';
import type { FleetOptions } from '../../options/fleet-options.ts';
import type { RequestFlags } from '../../options/request-flags.ts';
import { runControl } from '../../options/runs/run-control.ts';
import { bytesPerSecond } from '../../options/runs/run-limits.ts';
import type { ServiceOptions } from '../../options/server-option.ts';
import { loadSettings, type SettingOptions, type Settings } from '../../options/settings.ts';
import { runShown, type ShowOptions } from '../../progress/run-shown.ts';

/** Options of `tapehaul collect`. */
export interface CollectOptions
  extends SettingOptions,
    RequestFlags,
    ShowOptions,
    ServiceOptions,
    FleetOptions {
  /** Show the plan and collect nothing. */
  readonly dryRun?: boolean;
}

/**
 * Runs `tapehaul collect`, here or in a service, and gives its exit status. Rejects with a TapehaulError when it cannot start.
 */
export async function collect(configPath: string | undefined, options: CollectOptions): Promise<number> {
  const { config, matrix, warnings, notes, origins } = await settingsOf(configPath, options);
  const control = await runControl(options);
  const on = options.on === undefined ? {} : { on: options.on };
  const typed = { flags: options, set: options.set ?? [], byFlags: configPath === undefined };
  return runShown(control, options, { warnings: warnings.map(typedText), notes }, (hooks) =>
    control
      .collect({ config, matrix, origins, ...on }, hooks)
      // A service may refuse what is valid here.
      .catch((thrown) => rethrowAsTyped(thrown, typed)),
  );
}

/** The settings of a collection; `--max-rate` wins over what they say. */
function settingsOf(configPath: string | undefined, options: CollectOptions): Promise<Settings> {
  const rate = bytesPerSecond(options.maxRate);
  const set = [...(options.set ?? []), ...(rate === undefined ? [] : [`max_bytes_per_second=${rate}`])];
  return loadSettings(configPath, { ...options, set });
}
