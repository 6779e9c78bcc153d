import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';

/**
 * Answers each line with `0`, once all that was written to the file system before is durable. Ends with its
 * input, so also when this process dies.
 */
const LOOP = 'while read -r line; do sync --file-system "$1" && echo 0 || echo 1; done';

/** A running shell, and the promise of its end. */
interface Shell {
  readonly child: ChildProcessByStdio<Writable, Readable, null>;
  readonly gone: Promise<false>;
}

/**
 * Syncs a whole file system on request, which costs a tenth of a sync of each of a thousand files. Node has no
 * call for it, so the `sync` program does it. A small shell that is started once calls it: to start a program
 * from a process that has grown large takes thirty milliseconds each time.
 */
export class FileSystemSync {
  readonly #root: string;
  #shell: Shell | undefined;

  constructor(root: string) {
    this.#root = root;
  }

  /** Resolves with true once the file system is synced, with false where there is no such program or it does not start. */
  async sync(): Promise<boolean> {
    if (process.platform !== 'linux') return false;
    this.#shell ??= startShell(this.#root);
    if (this.#shell === undefined) return false;
    const { child, gone } = this.#shell;
    child.stdin.write('\n');
    const answer = once(child.stdout, 'data').then(([data]) => String(data).startsWith('0'));
    const synced = await Promise.race([answer, gone]).catch(() => false);
    if (!synced) this.close();
    return synced;
  }

  /** Ends the shell. */
  close(): void {
    this.#shell?.child.stdin.end();
    this.#shell = undefined;
  }
}

/** Starts the shell; undefined when that cannot be, as where no more files may be open. */
function startShell(root: string): Shell | undefined {
  // In a group of its own, since Ctrl-C in a terminal goes to the whole group, and files under way are still to end then.
  const child = spawn('sh', ['-c', LOOP, 'sh', root], {
    stdio: ['pipe', 'pipe', 'ignore'],
    detached: true,
  });
  const gone = once(child, 'exit').then(
    () => false as const,
    () => false as const,
  );
  // What was not started may lack its streams.
  if (child.pid === undefined) return undefined;
  // A shell that died does not read: its end tells of it.
  child.stdin.on('error', () => {});
  return { child, gone };
}
