import { visible } from '@tapehaul/errors';
import { diagnose, diagnoseTarget, type Finding } from '@tapehaul/workflow';
import type { PlaceOptions } from '../../options/place.ts';
import { configOfPlace, type SettingOptions } from '../../options/settings.ts';
import { outColors as pc } from '../../show/colors.ts';
import { fitted } from '../../show/fitted.ts';
import { print, printJson } from '../../show/print.ts';

/** Options of `tapehaul doctor`. */
export interface DoctorOptions extends SettingOptions, PlaceOptions {
  readonly json?: boolean;
  /** Prove that the storage of files keeps its promises, in place of checking the environment. */
  readonly target?: boolean;
}

/** Looks at what a collection needs, each with a remedy; gives the exit status, 1 when something is broken. */
export async function doctor(configPath: string | undefined, options: DoctorOptions): Promise<number> {
  const { config, origins } = await configOfPlace(configPath, options);
  let isBroken = false;
  const findings =
    options.target === true
      ? diagnoseTarget(config, process.env, stopSignal())
      : diagnose(config, process.env, origins);
  for await (const finding of findings) {
    isBroken ||= finding.status === 'failed';
    if (options.json === true) printJson({ kind: 'finding', ...finding });
    else print(fitted(text(finding)));
  }
  return isBroken ? 1 : 0;
}

/** Aborts with the first signal that asks to stop: what was written for the check is removed before the end. */
function stopSignal(): AbortSignal {
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stop.abort());
  return stop.signal;
}

function text({ check, status, message, remedy }: Finding): string {
  const next = remedy === '' ? '' : `\n             ${visible(remedy)}`;
  return `${SIGNS[status]} ${check.padEnd(8)} ${visible(message)}${next}`;
}

const SIGNS = {
  ok: `${pc.green('ok')} `,
  warning: `${pc.yellow('!')}  `,
  failed: `${pc.red('no')} `,
} as const;
