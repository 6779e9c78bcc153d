import { execa } from 'execa';
import { childEnvironment, runArguments, type S5cmdOptions } from './source.ts';
import { watchGrowth } from './watchdog.ts';

/** How the process came to its end. */
export type Ending =
  | { readonly kind: 'exited' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'stalled'; readonly seconds: number }
  | { readonly kind: 'crashed'; readonly reason: string }
  | { readonly kind: 'unavailable'; readonly reason: string };

/** Exit status of a Go panic. */
const PANIC = 2;
/** Errors of starting a program that will be the same next time. */
const NOT_STARTABLE = new Set(['ENOENT', 'EACCES', 'ENOEXEC', 'ENOTDIR']);
/** How long s5cmd may take to remove its temporary files after SIGTERM, in milliseconds. */
const GRACE = 3_000;

/**
 * Runs s5cmd on a batch file and hands over each line of both output streams as it comes. Ends the process
 * when the signal is aborted, or when no line comes and no file of `openPaths()` grows for the time-out.
 * Never rejects: how it ended is the result.
 */
export async function runProcess(
  options: S5cmdOptions,
  batchFile: string,
  onLine: (line: string) => void,
  openPaths: () => readonly string[],
  signal: AbortSignal,
): Promise<Ending> {
  if (signal.aborted) return { kind: 'cancelled' };
  const child = execa(options.binary, runArguments(options, batchFile), {
    env: childEnvironment(options.region),
    extendEnv: false,
    stdin: 'ignore',
    all: true,
    buffer: false,
    reject: false,
    forceKillAfterDelay: GRACE,
    cancelSignal: signal,
  });
  const watchdog = watchGrowth(openPaths, options.timeoutSeconds, () => child.kill());
  const read = async (): Promise<void> => {
    for await (const line of child.iterable({ from: 'all' })) {
      watchdog.touch();
      if (line !== '') onLine(line);
    }
  };
  const [result] = await Promise.all([child, read().catch(() => {})]);
  const stalled = watchdog.stop();
  if (result.isCanceled) return { kind: 'cancelled' };
  if (stalled) return { kind: 'stalled', seconds: options.timeoutSeconds };
  if (result.signal !== undefined) return { kind: 'crashed', reason: result.signal };
  if (result.exitCode === undefined) {
    const reason = result.shortMessage ?? 'no exit status';
    return { kind: NOT_STARTABLE.has(result.code ?? '') ? 'unavailable' : 'crashed', reason };
  }
  return result.exitCode === PANIC ? { kind: 'crashed', reason: 'a panic' } : { kind: 'exited' };
}
