import { setTimeout as sleep } from 'node:timers/promises';

/** Longest wait for a program to be ready after its start. */
const START_MS = 20_000;
/** Time between two looks. */
const CHECK_MS = 20;

/** The first answer of a look that is not undefined. Rejects with the signal's reason once it aborts. */
export async function until<Answer>(
  check: () => Promise<Answer | undefined>,
  signal: AbortSignal,
): Promise<Answer> {
  for (;;) {
    signal.throwIfAborted();
    const answer = await check();
    if (answer !== undefined) return answer;
    await sleep(CHECK_MS);
  }
}

/** What a program printed before it ended, as execa gives it. */
interface Ending {
  readonly shortMessage?: string | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Waits until a server program is ready, which `ready` finds out until its signal aborts. Rejects when the
 * program ends before, with what it said, or is not ready in 20 seconds.
 */
export async function started(
  name: string,
  program: Promise<Ending>,
  ready: (signal: AbortSignal) => Promise<unknown>,
): Promise<void> {
  const ended = new AbortController();
  void program.then(({ shortMessage, stdout, stderr }) => {
    ended.abort(new Error(`${name} did not start: ${shortMessage}\n${stdout}\n${stderr}`));
  });
  await ready(AbortSignal.any([ended.signal, AbortSignal.timeout(START_MS)]));
}
