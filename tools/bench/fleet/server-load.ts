import { readdirSync, readFileSync } from 'node:fs';
import type { Postgres } from '@tapehaul/testkit/postgres';

/** Ticks of the processor clock in a second, as Linux counts them in `/proc`. */
const TICKS = 100;

/** What a PostgreSQL on this machine has used since it was started. */
export interface ServerLoad {
  /** Seconds of processor time of all of its processes, those that have ended included. */
  readonly cpu: number;
  /** Bytes of its log of changes. */
  readonly wal: number;
  /** Bytes of memory that one of its processes has for itself, the largest of them. */
  readonly memory: number;
}

/** Bytes of the record of a database. */
export interface StoredBytes {
  readonly name: string;
  /** Without indexes. */
  readonly table: number;
  readonly indexes: number;
}

/** Reads what a PostgreSQL has used by now. */
export async function serverLoad(server: Postgres): Promise<ServerLoad> {
  const [[wal] = []] = await server.query('postgres', "SELECT pg_current_wal_lsn() - '0/0'");
  const first = await server.pid();
  const children = processes().filter((pid) => Number(fieldsOf(pid)[1]) === first);
  const ticks = [first, ...children].flatMap((pid) => fieldsOf(pid).slice(11, 15));
  const cpu = ticks.reduce((sum, field) => sum + Number(field), 0) / TICKS;
  return { cpu, wal: Number(wal), memory: Math.max(...children.map(privateOf)) };
}

/** The tables of records in a database, the largest first. */
export async function storedBytes(server: Postgres, name: string): Promise<readonly StoredBytes[]> {
  const rows = await server.query(
    name,
    `SELECT relname, pg_table_size(oid), pg_indexes_size(oid) FROM pg_class
     WHERE relnamespace = 'tapehaul'::regnamespace AND relkind = 'r' ORDER BY pg_total_relation_size(oid) DESC`,
  );
  return rows.map(([table = '', heap, indexes]) => ({
    name: table,
    table: Number(heap),
    indexes: Number(indexes),
  }));
}

function processes(): number[] {
  return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? Number(name) : []));
}

/** Fields of `/proc/PID/stat` behind the name; none of a process that has ended. */
function fieldsOf(pid: number): readonly string[] {
  const stat = contentOf(`/proc/${pid}/stat`);
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

function privateOf(pid: number): number {
  const [, kibibytes] = /^RssAnon:\s+(\d+) kB/m.exec(contentOf(`/proc/${pid}/status`)) ?? [];
  return Number(kibibytes ?? 0) * 1_024;
}

function contentOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
