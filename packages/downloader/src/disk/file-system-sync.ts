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
  /** Ends it, and a `sync` that it may be waiting for. */
  readonly kill: () => void;
}

/**
 * Syncs a whole file system on request, which costs a tenth of a sync of each of a thousand files. Node has no
 * call for it, so the `sync` program does it. A small shell that is started once calls it: to start a program
 * from a process that has grown large takes thirty milliseconds each time.
 */
export class FileSystemSync {
  readonly #root: string;
  #shell: Shell | undefined;
  #inProgress = 0;

  constructor(root: string) {
    this.#root = root;
  }

  /** Resolves with true once the file system is synced, with false where there is no such program or it does not start. */
  async sync(): Promise<boolean> {
    if (process.platform !== 'linux') return false;
    this.#shell ??= startShell(this.#root);
    if (this.#shell === undefined) return false;
    const { child, gone } = this.#shell;
    this.#inProgress += 1;
    child.stdin.write('\n');
    const answer = once(child.stdout, 'data').then(([data]) => String(data).startsWith('0'));
    const synced = await Promise.race([answer, gone]).catch(() => false);
    this.#inProgress -= 1;
    if (!synced) this.close();
    return synced;
  }

  /** Ends the shell; a sync in progress is not waited for and ends with it. */
  close(): void {
    const shell = this.#shell;
    this.#shell = undefined;
    if (shell === undefined) return;
    if (this.#inProgress > 0) shell.kill();
    shell.child.stdin.end();
  }
}

/** Makes all that was written to the file system of a folder durable; false where that cannot be done. */
export async function syncFileSystem(root: string): Promise<boolean> {
  const sync = new FileSystemSync(root);
  try {
    return await sync.sync();
  } finally {
    sync.close();
  }
}

/** Starts the shell; undefined when it cannot be started, for example where no more files may be open. */
function startShell(root: string): Shell | undefined {
  // In a group of its own, since Ctrl-C in a terminal goes to the whole group, and files in progress are still to end then.
  const child = spawn('sh', ['-c', LOOP, 'sh', root], {
    stdio: ['pipe', 'pipe', 'ignore'],
    detached: true,
  });
  const { pid } = child;
  // What was not started may lack its streams.
  if (pid === undefined) {
    child.on('error', () => {});
    return undefined;
  }
  const kill = (): void => {
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // All of it has ended.
    }
    // A sync that hangs in the kernel may hold on to this, and is not waited for.
    child.stdout.destroy();
    child.unref();
  };
  endWithProcess(kill);
  const gone = once(child, 'exit').then(
    () => false as const,
    () => false as const,
  );
  void gone.then(() => kills.delete(kill));
  // A shell that died does not read: its end is reported.
  child.stdin.on('error', () => {});
  return { child, gone, kill };
}

/** Ends of the shells that run. */
const kills = new Set<() => void>();

/** Has a shell ended with this process; one listener serves all shells. */
function endWithProcess(kill: () => void): void {
  if (!isListening) {
    process.once('exit', () => {
      for (const end of kills) end();
    });
    isListening = true;
  }
  kills.add(kill);
}

let isListening = false;
