import { existsSync, globSync } from 'node:fs';
import { chown, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ExecaError, execa } from 'execa';
import { freePort } from '../services/port.ts';

/** The user that PostgreSQL runs as where this process is root, which it refuses. */
const USER = 'postgres';
/** Name of the role that owns the databases. */
const ROLE = 'tapehaul';

/** A running PostgreSQL, on the loopback interface alone. */
export interface Postgres extends AsyncDisposable {
  /** Of its one role, which may do everything, and the database `postgres`. */
  readonly url: string;
  readonly port: number;
  /** Makes an empty database, whose sort order is not that of bytes, and gives its URL. */
  createDatabase(name: string): Promise<string>;
  /** All that a database has, as SQL. */
  dump(name: string): Promise<string>;
  /** Runs a statement in a database, and gives its rows, a text for each column. */
  query(name: string, sql: string): Promise<string[][]>;
  /** Number of its first process, whose children are the others. */
  pid(): Promise<number>;
  /** Ends its processes as a crash would. */
  kill(): Promise<void>;
  /** Starts it again, where it was killed. */
  start(): Promise<void>;
  /** Ends it and removes its files. */
  close(): Promise<void>;
}

/** How a PostgreSQL is started. */
export interface PostgresOptions {
  /** Whether what it has committed outlives a crash of the machine, as in production; false by default. */
  readonly durable?: boolean;
  /** The password of its role, which every connection needs; by default none is needed. */
  readonly password?: string;
}

/**
 * Starts a new PostgreSQL: from the folder of programs that `POSTGRES_BIN` names, else the newest that the system has in
 * /usr/lib/postgresql. Throws an Error that says what is missing when there is none.
 */
export async function startPostgres({ durable = false, password }: PostgresOptions = {}): Promise<Postgres> {
  const bin = findPrograms();
  const data = await mkdtemp(join(tmpdir(), 'tapehaul-postgres-'));
  const asUser = await userFor(data);
  const env = password === undefined ? {} : { PGPASSWORD: password };
  const run = (program: string, ...args: readonly string[]) => {
    const [file = '', ...all] = [...asUser, join(bin, program), ...args];
    return execa(file, all, { cwd: '/', stdin: 'ignore', stdout: 'ignore', env });
  };
  const port = await freePort();
  const settings = [
    `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=${data} -c max_connections=300`,
    durable ? '' : '-c fsync=off -c synchronous_commit=off -c full_page_writes=off',
  ].join(' ');
  const user = password === undefined ? ROLE : `${ROLE}:${encodeURIComponent(password)}`;
  const urlOf = (database: string): string => `postgres://${user}@127.0.0.1:${port}/${database}`;

  async function start(): Promise<void> {
    await run('pg_ctl', '-D', data, '-l', join(data, 'log'), '-w', '-o', settings, 'start');
  }

  /** The options of `initdb` that say who may connect. It reads the password from a file beside the folder, which has to be empty. */
  async function access(): Promise<readonly string[]> {
    if (password === undefined) return ['--auth=trust'];
    await writeFile(`${data}.password`, password, { mode: 0o644 });
    return ['--auth=scram-sha-256', `--pwfile=${data}.password`];
  }

  async function pid(): Promise<number> {
    const [first = ''] = (await readFile(join(data, 'postmaster.pid'), 'utf8')).split('\n');
    return Number(first);
  }

  async function kill(): Promise<void> {
    process.kill(await pid(), 'SIGKILL');
    // Its children end by themselves; it cannot be started before.
    await run('pg_ctl', '-D', data, '-m', 'immediate', 'stop').catch(() => {});
  }

  async function close(): Promise<void> {
    await run('pg_ctl', '-D', data, '-m', 'immediate', 'stop').catch(() => {});
    await rm(data, { recursive: true, force: true });
  }

  try {
    await run(
      'initdb',
      '-D',
      data,
      ...(await access()),
      '--no-locale',
      '-E',
      'UTF8',
      '-U',
      ROLE,
      '--no-sync',
    );
    await start();
  } catch (error) {
    await close();
    throw error;
  } finally {
    await rm(`${data}.password`, { force: true });
  }
  return {
    url: urlOf('postgres'),
    port,
    async createDatabase(name) {
      const icu = ['--locale-provider=icu', '--icu-locale=en-US', '--locale=C', '--template=template0'];
      await run('createdb', '-h', '127.0.0.1', '-p', String(port), '-U', ROLE, ...icu, name);
      return urlOf(name);
    },
    async dump(name) {
      const args = ['-h', '127.0.0.1', '-p', String(port), '-U', ROLE, name];
      return (await execa(join(bin, 'pg_dump'), args, { env })).stdout;
    },
    async query(name, sql) {
      const args = ['-h', '127.0.0.1', '-p', String(port), '-U', ROLE, '-d', name, '-XAtc', sql];
      const { stdout } = await execa(join(bin, 'psql'), args, { env });
      return stdout === '' ? [] : stdout.split('\n').map((row) => row.split('|'));
    },
    pid,
    kill,
    start,
    close,
    [Symbol.asyncDispose]: close,
  };
}

function findPrograms(env: NodeJS.ProcessEnv = process.env): string {
  const found = env.POSTGRES_BIN || globSync('/usr/lib/postgresql/*/bin').sort().at(-1);
  if (found !== undefined && existsSync(join(found, 'initdb'))) return found;
  throw new Error(
    'PostgreSQL is missing. Install it (apt-get install -y postgresql), or set POSTGRES_BIN to the folder of its programs.',
  );
}

/** What a command begins with that runs as a user who may start PostgreSQL; gives that user the folder. */
async function userFor(folder: string): Promise<readonly string[]> {
  if (process.getuid?.() !== 0) return [];
  const id = async (kind: '-u' | '-g'): Promise<number> => {
    try {
      return Number((await execa('id', [kind, USER])).stdout);
    } catch (error) {
      if (!(error instanceof ExecaError)) throw error;
      throw new Error(`PostgreSQL does not run as root, and there is no user "${USER}" to run it as`, {
        cause: error,
      });
    }
  };
  const [user, group] = [await id('-u'), await id('-g')];
  await chown(folder, user, group);
  return ['setpriv', `--reuid=${user}`, `--regid=${group}`, '--clear-groups'];
}
