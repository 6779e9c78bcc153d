import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { execa } from 'execa';

const command = join(import.meta.dirname, '../../apps/cli/bin/tapehaul.js');
/** Variable of the environment by which programs are found that workers have started. */
const MARK = 'TAPEHAUL_TEST_FOLDER';

/** What `tapehaul verify` finds wrong in an output directory, with the record that the environment names; empty where all is intact. */
export async function verify(output: string): Promise<string> {
  const { exitCode, stdout, stderr } = await execa(process.execPath, [command, 'verify', output], {
    reject: false,
  });
  return exitCode === 0 ? '' : `exit status ${exitCode}: ${stdout} ${stderr}`;
}

/** Starts a process of `tapehaul worker`. */
function startProcess(directory: string, env: NodeJS.ProcessEnv) {
  const args = [command, 'worker', '--json', '--slots', '1', '--grace', '5'];
  return execa(process.execPath, args, { cwd: directory, reject: false, env, buffer: false });
}

/** A worker of the trial. */
export interface TrialWorker {
  readonly child: ReturnType<typeof startProcess>;
  /** Resolves once it has said that it works, or has ended. */
  readonly started: Promise<unknown>;
  isStopped: boolean;
}

/** The workers of a trial, each a process of the bundled command. */
export class Workers {
  readonly #directory: string;
  readonly #endpoint: string;
  readonly #running = new Set<TrialWorker>();
  #env: NodeJS.ProcessEnv = {};

  constructor(directory: string, endpoint: string) {
    this.#directory = directory;
    this.#endpoint = endpoint;
  }

  /** Starts one; by default with the environment of the one before. */
  start(env: NodeJS.ProcessEnv = this.#env): void {
    this.#env = env;
    const all = { ...env, [MARK]: this.#directory, TAPEHAUL_SOURCE_ENDPOINT: this.#endpoint };
    const child = startProcess(this.#directory, all);
    const worker: TrialWorker = {
      child,
      started: Promise.race([saysThatItWorks(child), child]),
      isStopped: false,
    };
    child.stderr?.resume();
    this.#running.add(worker);
    void child.then(() => this.#running.delete(worker));
  }

  /** Waits until those that were started work. */
  async ready(): Promise<void> {
    await Promise.all([...this.#running].map(({ started }) => started));
  }

  /** Those that work. */
  get awake(): TrialWorker[] {
    return [...this.#running].filter(({ isStopped }) => !isStopped);
  }

  /** Ends them in order. */
  async end(): Promise<void> {
    await this.#signal('SIGTERM');
  }

  async kill(): Promise<void> {
    await this.#signal('SIGKILL');
  }

  /** Ids of the processes that are left of them, and of what they have started. Linux only. */
  leftBehind(): number[] {
    const mark = `${MARK}=${this.#directory}`;
    return readdirSync('/proc')
      .map(Number)
      .filter((id) => id > 0 && id !== process.pid && environmentOf(id).includes(mark));
  }

  async #signal(signal: NodeJS.Signals): Promise<void> {
    const workers = [...this.#running];
    for (const { child } of workers) {
      child.kill(signal);
      child.kill('SIGCONT');
    }
    await Promise.all(workers.map(({ child }) => child));
  }
}

/** Reads what a worker prints to its end; resolves with the line that says that it works. */
function saysThatItWorks({ stdout }: ReturnType<typeof startProcess>): Promise<string> {
  return new Promise((resolve) => {
    createInterface({ input: stdout }).on('line', (line) => {
      if (line.includes('"kind":"worker_started"')) resolve(line);
    });
  });
}

/** The environment that a process was started with; nothing of one that has ended. */
function environmentOf(id: number): string[] {
  try {
    return readFileSync(`/proc/${id}/environ`, 'utf8').split('\0');
  } catch {
    return [];
  }
}
