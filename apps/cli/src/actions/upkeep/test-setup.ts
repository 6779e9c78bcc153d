import { startSimulator, syntheticSource } from '@tapehaul/archive-simulator';
import { asTapehaulError, TapehaulError, visible } from '@tapehaul/errors';
import { type SetupPoint, testCollectionSetup } from '@tapehaul/workflow';
import type { DirectoryOptions } from '../../options/output-directory.ts';
import { overridesOfFlags } from '../../options/request-flags.ts';
import { overridesOf, type SettingOptions } from '../../options/settings.ts';
import { endProcess } from '../../process/end-process.ts';
import { outColors as pc } from '../../show/colors.ts';
import { fitted } from '../../show/fitted.ts';
import { print, printJson } from '../../show/print.ts';
import { shellWord } from '../../show/shell-word.ts';

/** Options of `tapehaul doctor --config`. */
export interface TestSetupOptions extends Pick<SettingOptions, 'set'>, DirectoryOptions {
  readonly json?: boolean;
}

/** Seconds that the checks of the environment and the points take together at most. A source that does not answer takes 11 of them. */
const LONGEST = 18;

/** Seconds that points have in any case; where all is well they take 2 to 5. */
const LEAST = 7;

/** Rows of the files of the archive that tried collections read. */
const ROWS = 10;

/**
 * Checks the environment, then tries what a collection by that configuration needs, point by point; gives the exit status, 1 when
 * something fails. `given` is a second configuration, which is refused.
 */
export async function testSetup(
  configPath: string,
  given: string | undefined,
  options: TestSetupOptions,
  checkEnvironment: () => Promise<number>,
): Promise<number> {
  if (given !== undefined) throw twoFiles(configPath, given);
  const begun = performance.now();
  const environment = await checkEnvironment().catch(unlessFaulty);
  const left = LONGEST - (performance.now() - begun) / 1_000;
  return Math.max(environment, await tryPoints(configPath, options, Math.max(left, LEAST)));
}

/** A faulty configuration is one of the points: the environment is not checked by it. */
function unlessFaulty(thrown: unknown): number {
  const error = asTapehaulError(thrown);
  if (FAULTY.has(error.code)) return 0;
  throw error;
}

const FAULTY: ReadonlySet<string> = new Set(['config_invalid', 'config_unreadable', 'matrix_invalid']);

function twoFiles(configPath: string, given: string): TapehaulError {
  return new TapehaulError('config_invalid', `two configurations are given: ${given} and ${configPath}`, {
    hint: `Give one: tapehaul doctor --config ${shellWord(configPath)}`,
  });
}

async function tryPoints(
  configPath: string,
  { set = [], dir, json }: TestSetupOptions,
  longest: number,
): Promise<number> {
  const { signal, dispose } = stopSignal();
  await using archive = await startSimulator({ source: syntheticSource({ maxRows: ROWS }) });
  try {
    const { passed, points, seconds } = await testCollectionSetup(configPath, {
      archive,
      seconds: longest,
      overrides: { ...overridesOfFlags(dir === undefined ? {} : { dir }), ...overridesOf(set) },
      signal,
      onPoint: (point) => {
        if (json === true) printJson({ kind: 'point', ...point });
        else print(fitted(text(point)));
      },
    });
    const failed = points.flatMap(({ point, status }) => (status === 'failed' ? [point] : []));
    if (json === true) printJson({ kind: 'setup', passed, points: points.length, failed, seconds });
    return passed ? 0 : 1;
  } finally {
    dispose();
  }
}

const STATUS = { SIGINT: 130, SIGTERM: 143 } as const;
type Signal = keyof typeof STATUS;
const SIGNALS = ['SIGINT', 'SIGTERM'] as const satisfies readonly Signal[];

/** How long the removal of what was written may take after a signal, in milliseconds. */
const LONGEST_END = 9_000;

/** Aborts with the first signal that asks to stop: what was written is removed before the end. Further signals change nothing. */
function stopSignal(): { readonly signal: AbortSignal; readonly dispose: () => void } {
  const stop = new AbortController();
  const onSignal = (name: Signal): void => {
    if (stop.signal.aborted) return;
    setTimeout(() => endProcess(STATUS[name], name), LONGEST_END).unref();
    const facts = { signal: name, exit_status: STATUS[name] };
    stop.abort(
      new TapehaulError('cancelled', `stopped by ${name}`, {
        facts,
        hint: 'Everything that was written for the test is removed. Run the same command again to test.',
      }),
    );
  };
  for (const name of SIGNALS) process.on(name, onSignal);
  return {
    signal: stop.signal,
    dispose: () => {
      for (const name of SIGNALS) process.off(name, onSignal);
    },
  };
}

function text({ title, status, message, remedy }: SetupPoint): string {
  const next = remedy === '' ? '' : `\n   ${visible(remedy)}`;
  return `${SIGNS[status]}  ${title}: ${visible(message)}${next}`;
}

const SIGNS = { passed: pc.green('✓'), failed: pc.red('✗') } as const;
