import { type RecordServer, recordServerOf } from '@tapehaul/catalog-postgres/server';
import { TapehaulError } from '@tapehaul/errors';

/**
 * The database that the environment names. Its URL holds the password. Throws a TapehaulError `config_invalid` where it names none, with
 * `message` and what to do besides, and where it names what is no database; `config_unreadable` where the file of its URL cannot be read.
 */
export function namedDatabase(
  message = 'no database is named: TAPEHAUL_RECORD_URL is not set',
  besides = '',
): RecordServer {
  const server = recordServerOf(process.env);
  if (server !== undefined) return server;
  throw new TapehaulError('config_invalid', message, {
    hint: `Set TAPEHAUL_RECORD_URL to its address, such as postgres://HOST:5432/DATABASE with user and password before HOST, or TAPEHAUL_RECORD_URL_FILE to a file that holds it.${besides}`,
  });
}
