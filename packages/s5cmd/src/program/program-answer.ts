import { spawn } from 'node:child_process';

/** How long a program may take to answer, in milliseconds. */
const PATIENCE = 10_000;
/** Characters that are kept of an answer. */
const LONGEST = 64 * 1_024;
/** Windows has no process groups. */
const HAS_GROUPS = process.platform !== 'win32';

/** Ends of the programs that have not answered. */
const kills = new Set<() => void>();
let isListening = false;

/**
 * What a program prints on stdout; undefined when it fails, or does not end within ten seconds or before the signal
 * aborts. It is ended then with all that it has started, as it is when this process ends.
 */
export function programAnswer(
  path: string,
  args: readonly string[],
  signal?: AbortSignal,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) return resolve(undefined);
    const child = spawn(path, args, { stdio: ['ignore', 'pipe', 'ignore'], detached: HAS_GROUPS });
    const kill = (): void => {
      killGroup(child.pid);
      // What has left the group may hold the other end.
      child.stdout.destroy();
      settle(undefined);
    };
    const timer = setTimeout(kill, PATIENCE);
    const settle = (answer: string | undefined): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', kill);
      kills.delete(kill);
      resolve(answer);
    };
    endWithProcess(kill);
    signal?.addEventListener('abort', kill, { once: true });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (output.length < LONGEST) output += text;
    });
    child.on('error', () => settle(undefined));
    child.on('close', (status) => settle(status === 0 ? output : undefined));
  });
}

function endWithProcess(kill: () => void): void {
  kills.add(kill);
  if (isListening) return;
  isListening = true;
  process.once('exit', () => {
    for (const end of [...kills]) end();
  });
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(HAS_GROUPS ? -pid : pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
}
