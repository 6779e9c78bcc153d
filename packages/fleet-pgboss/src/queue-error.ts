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
  const isDenied = cause instanceof Error && 'code' in cause && cause.code === DENIED;
  return new TapehaulError('engine_unavailable', `${shownPlace(url)} cannot be used as a queue: ${reason}`, {
    cause,
    hint: isDenied
      ? `Grant the user the rights on the schema ${QUEUE_SCHEMA}; tapehaul migrate runs as the owner of the database.`
      : 'Start this PostgreSQL, or correct the address of the record.',
  });
}

/** Code of PostgreSQL for a right that the user does not have. */
const DENIED = '42501';

/** An error of several connection attempts has no message of its own. */
function reasonOf(error: Error): string {
  if (error.message !== '') return error.message;
  const [first] = error instanceof AggregateError ? error.errors : [];
  return first instanceof Error ? first.message : error.name;
}
