import { statSync } from 'node:fs';
import { TapehaulError, visible } from '@tapehaul/errors';
import { diagnose, diagnoseTarget, type Finding } from '@tapehaul/workflow';
import type { DirectoryOptions } from '../../options/output-directory.ts';
import { configOfDirectory, type SettingOptions } from '../../options/settings.ts';
import { outColors as pc } from '../../show/colors.ts';
import { fitted } from '../../show/fitted.ts';
import { print, printJson } from '../../show/print.ts';
import { shellWord } from '../../show/shell-word.ts';

/** Options of `tapehaul doctor`. */
export interface DoctorOptions extends SettingOptions, DirectoryOptions {
  readonly json?: boolean;
  /** Prove that the storage of files keeps its promises, in place of checking the environment. */
  readonly target?: boolean;
}

/** Checks what a collection needs and suggests fixes; gives the exit status, 1 when something is broken. */
export async function doctor(configPath: string | undefined, options: DoctorOptions): Promise<number> {
  if (options.target === true && configPath !== undefined && namesFiles(configPath))
    throw noValue(configPath);
  const { config, origins } = await configOfDirectory(configPath, options);
  let isBroken = false;
  const findings =
    options.target === true
      ? diagnoseTarget(config, process.env, stopSignal())
      : withReceivers(diagnose(config, process.env, origins));
  for await (const finding of findings) {
    isBroken ||= finding.status === 'failed';
    if (options.json === true) printJson({ kind: 'finding', ...finding });
    else print(fitted(text(finding)));
  }
  return isBroken ? 1 : 0;
}

/** Whether what stands where a configuration file would names files: an address, or a directory. */
function namesFiles(text: string): boolean {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return true;
  return statSync(text, { throwIfNoEntry: false })?.isDirectory() === true;
}

function noValue(given: string): TapehaulError {
  return new TapehaulError('config_invalid', `--target takes no value, but ${given} follows it`, {
    hint: `Pass it with --dir: tapehaul doctor --target --dir ${shellWord(given)}`,
  });
}

/** Adds where traces and metrics are sent, and how that is reached, before the source; nothing where they go nowhere. */
async function* withReceivers(findings: AsyncIterable<Finding>): AsyncGenerator<Finding> {
  for await (const finding of findings) {
    // The variables of a proxy are right then: what is wrong with them is a finding already.
    if (finding.check === 'source') yield* await receivers();
    yield finding;
  }
}

async function receivers(): Promise<Finding[]> {
  if (!Object.keys(process.env).some((name) => name.startsWith('OTEL_'))) return [];
  const { receiverRoutes } = await import('@tapehaul/telemetry');
  return receiverRoutes(process.env).map(({ signal, address, isGrpc, words }) => ({
    check: signal,
    status: 'ok',
    message: `${signal} are sent to ${address} by ${isGrpc ? 'gRPC' : 'HTTP'}, reached ${words}`,
    remedy: '',
  }));
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
