import { readFileSync } from 'node:fs';
import { TapehaulError } from '@tapehaul/errors';
import { z } from 'zod';

/** A PostgreSQL database that keeps records. Holds the password: nothing of it but `place` and `facts` may be shown. */
export interface RecordServer {
  readonly url: string;
  /** As messages name it, without user and password. */
  readonly place: string;
  /** The same for the facts of an error. */
  readonly facts: { readonly host: string; readonly port: number; readonly database: string };
}

/** Environment variables, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Variables of the environment that name the database: the URL itself, or a file that holds it. */
const [URL_VARIABLE, FILE_VARIABLE] = ['TAPEHAUL_RECORD_URL', 'TAPEHAUL_RECORD_URL_FILE'];

const DEFAULT_PORT = 5432;

const recordUrl = z
  .string()
  .trim()
  .refine((text) => /^postgres(ql)?:\/\/[^/]/.test(text) && URL.canParse(text) && isDecodable(text));

/**
 * The database of a URL such as `postgres://user:password@host:5432/database`. Throws a TapehaulError `config_invalid`, which
 * does not repeat the URL, when it is none.
 */
export function recordServer(url: string, from: string = URL_VARIABLE): RecordServer {
  const parsed = recordUrl.safeParse(url);
  if (!parsed.success) throw invalid(from);
  const { hostname, port, pathname, username } = new URL(parsed.data);
  const database = decodeURIComponent(pathname.slice(1)) || decodeURIComponent(username);
  if (database === '') throw invalid(from);
  const facts = { host: decodeURIComponent(hostname), port: Number(port || DEFAULT_PORT), database };
  return { url: parsed.data, place: `${facts.database} on ${facts.host}:${facts.port}`, facts };
}

/**
 * The database that the environment names: `TAPEHAUL_RECORD_URL`, or the file of `TAPEHAUL_RECORD_URL_FILE`; undefined where
 * neither is set. Throws a TapehaulError `config_invalid` for a text that is no such URL, `config_unreadable` for a file that
 * cannot be read.
 */
export function recordServerOf(env: Environment = process.env): RecordServer | undefined {
  const url = env[URL_VARIABLE];
  if (url) return recordServer(url);
  const path = env[FILE_VARIABLE];
  return path ? recordServer(contentOf(path), FILE_VARIABLE) : undefined;
}

/** The record of an output directory as messages name it. */
export function recordPlace({ place }: RecordServer, root: string): string {
  return `${root} in the database ${place}`;
}

function contentOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new TapehaulError('config_unreadable', `${FILE_VARIABLE} names ${path}, which cannot be read`, {
      cause,
      facts: { path },
      hint: 'Let it name a file that holds the URL of the record.',
    });
  }
}

/** Whether each `%` begins an encoded character. Where one stands for itself, PostgreSQL would get another password than the one that is hidden. */
function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

function invalid(from: string): TapehaulError {
  const what = from === FILE_VARIABLE ? `the file of ${from} holds no URL` : `${from} is not the URL`;
  return new TapehaulError('config_invalid', `${what} of a PostgreSQL database`, {
    facts: { variable: from },
    hint: 'Expected an address such as postgres://HOST:PORT/DATABASE, with user and password before HOST. In a password, write % as %25, # as %23 and / as %2F.',
  });
}
