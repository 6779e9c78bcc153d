import { TapehaulError } from '@tapehaul/errors';
import type { RecordServer } from './record-server.ts';

/** Codes of errors after which the same transaction may succeed: it met another one. */
const MET_ANOTHER = new Set(['40001', '40P01', '55P03']);
/** Codes of a statement that is not kept under its name, or that another client keeps under it. */
const LOST_STATEMENT = new Set(['26000', '42P05']);
/** Codes of a server that is starting, stopping or full, and of connections that end, such as that of a process which stood still. */
const UNREACHABLE = /^(08|25P03|57P0|53300|ECONN|EPIPE|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOST|ENET)/;
const CUT_OFF =
  /connection terminated|timeout exceeded when trying to connect|connection error|client has encountered/i;
/** What the driver says, without a code, where the address requires TLS. */
const NO_TLS = /does not support SSL/i;

/** Whether a transaction met another one, so that the same may succeed at once. */
export function hasMetAnother(error: unknown): boolean {
  return MET_ANOTHER.has(codeOf(error));
}

/** Whether the connection does not keep statements by their names, as that of some poolers. */
export function hasLostStatement(error: unknown): boolean {
  return LOST_STATEMENT.has(codeOf(error));
}

/** Whether the server could not be reached, or stopped in the middle. */
export function isUnreachable(error: unknown): boolean {
  if (error instanceof TapehaulError) return error.facts.unreachable === true;
  return UNREACHABLE.test(codeOf(error)) || (error instanceof Error && CUT_OFF.test(error.message));
}

/** What the driver has thrown, as a TapehaulError `catalog_failed` without the password; others as they are. */
export function serverError(server: RecordServer, cause: unknown): unknown {
  if (cause instanceof TapehaulError || !(cause instanceof Error)) return cause;
  const { place, facts } = server;
  const code = codeOf(cause);
  const reason = hidden(server, cause.message || code);
  if (isUnreachable(cause)) {
    return new TapehaulError('catalog_failed', `the record ${place} cannot be reached: ${reason}`, {
      facts: { ...facts, unreachable: true },
      hint: HINTS[code] ?? 'Start PostgreSQL, or correct TAPEHAUL_RECORD_URL; what was recorded stays true.',
    });
  }
  if (NO_TLS.test(cause.message)) {
    return new TapehaulError('catalog_failed', `the record ${place} cannot be used with TLS: ${reason}`, {
      facts,
      hint: 'Turn TLS on in PostgreSQL (ssl = on), or remove sslmode from TAPEHAUL_RECORD_URL where the network between is your own.',
    });
  }
  if (code === '') return cause;
  if (code === '3F000' || code === '42P01') return unmigrated(server);
  const hint = HINTS[code] ?? 'See the log of PostgreSQL; what was recorded stays true.';
  return new TapehaulError('catalog_failed', `the record ${place} failed: ${reason}`, {
    facts: { ...facts, sqlState: code },
    hint,
  });
}

/** The error of a database without the tables of records. */
export function unmigrated({ place, facts }: RecordServer): TapehaulError {
  return new TapehaulError('catalog_failed', `the database ${place} has no records yet`, {
    facts: { ...facts, found: 0 },
    hint: 'Create its tables once, as the owner of the database: tapehaul migrate',
  });
}

const DENIED = 'Correct the user and the password in TAPEHAUL_RECORD_URL.';
const HINTS: Readonly<Record<string, string>> = {
  '28P01': DENIED,
  '28000': DENIED,
  '3D000': 'Create the database, or correct its name in TAPEHAUL_RECORD_URL.',
  '42501':
    'Grant the user the rights on the schema tapehaul, or name another user in TAPEHAUL_RECORD_URL; tapehaul migrate runs as the owner of the database.',
  '53300':
    'All connections that PostgreSQL allows are in use: raise its max_connections or the limit of the user, start fewer workers, or use a pooler such as PgBouncer; what was recorded stays true.',
  '57014':
    'Allow the user longer statements in PostgreSQL (statement_timeout), or see what they wait for; what was recorded stays true.',
  '53100': 'Free some space on the disk of PostgreSQL; what was recorded stays true.',
};

function hidden({ url }: RecordServer, message: string): string {
  const { password } = new URL(url);
  if (password === '') return message;
  return message.replaceAll(password, '…').replaceAll(decodeURIComponent(password), '…');
}

function codeOf(error: unknown): string {
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** Whether a row was to be inserted that another transaction has inserted. */
export function isTaken(error: unknown): boolean {
  return error instanceof TapehaulError && error.facts.sqlState === '23505';
}

/** Whether what was to be written can never be: it is not as its table wants it. */
export function isRefused(error: unknown): boolean {
  return error instanceof TapehaulError && /^2[23]/.test(String(error.facts.sqlState ?? ''));
}
