import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';

/**
 * Answers each line with `0`, once all that was written to the file system before is durable. Ends with its
 * input, so also when this process dies.
 */
const LOOP = 'while read -r line; do sync --file-system "$1" && echo 0 || echo 1; done';

/**
 * Syncs a whole file system on request, which costs a tenth of a sync of each of a thousand files. Node has no
 * call for it, so the `sync` program does it. A small shell that is started once calls it: to start a program
 * from a process that has grown large takes thirty milliseconds each time.
 */
export class FileSystemSync {
  readonly #root: string;
  #shell: ChildProcessByStdio<Writable, Readable, null> | undefined;

  constructor(root: string) {
    this.#root = root;
  }

  /** Resolves with true once the file system is synced, with false where there is no such program. */
  async sync(): Promise<boolean> {
    if (process.platform !== 'linux') return false;
    this.#shell ??= spawn('sh', ['-c', LOOP, 'sh', this.#root], { stdio: ['pipe', 'pipe', 'ignore'] });
    const shell = this.#shell;
    shell.stdin.write('\n');
    const answer = await Promise.race([
      once(shell.stdout, 'data').then(([data]) => String(data).startsWith('0')),
      once(shell, 'exit').then(() => false),
    ]).catch(() => false);
    if (!answer) this.close();
    return answer;
  }

  /** Ends the shell. */
  close(): void {
    this.#shell
      ?.on('error', () => {})
      .stdin.on('error', () => {})
      .end();
    this.#shell = undefined;
  }
}
