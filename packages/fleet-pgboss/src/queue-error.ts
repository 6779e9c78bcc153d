import { TapehaulError } from '@tapehaul/errors';
import { QUEUE_SCHEMA } from './queue.ts';

/** Where a PostgreSQL is, as it may be shown: without user and password. */
export function shownPlace(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined) return 'the PostgreSQL of the record';
  return `the PostgreSQL at ${parsed.host}${parsed.pathname}`;
}

/** The error of a queue that cannot be used. */
export function queueError(url: string, cause: unknown): TapehaulError {
  if (cause instanceof TapehaulError) return cause;
  const reason = cause instanceof Error ? reasonOf(cause) : String(cause);
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return new TapehaulError('engine_unavailable', `${shownPlace(url)} cannot be used as a queue: ${reason}`, {
    cause,
    hint: HINTS[code] ?? 'Start this PostgreSQL, or correct the address of the record.',
  });
}

/** What to do, by code of PostgreSQL: for a right that the user does not have, and where no connection is left. */
const HINTS: Readonly<Record<string, string>> = {
  '42501': `Grant the user the rights on the schema ${QUEUE_SCHEMA}; tapehaul migrate runs as the owner of the database.`,
  '53300':
    'All connections that this PostgreSQL allows are in use: raise its max_connections or the limit of the user, start fewer workers, or use a pooler such as PgBouncer.',
};

/** An error of several connection attempts has no message of its own. */
function reasonOf(error: Error): string {
  if (error.message !== '') return error.message;
  const [first] = error instanceof AggregateError ? error.errors : [];
  return first instanceof Error ? first.message : error.name;
}
