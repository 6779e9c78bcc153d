import { visible } from '@tapehaul/errors';

/** An object as listed. */
export interface ListedObject {
  readonly key: string;
  /** Size in bytes. */
  readonly size: number;
  /** Change token without quotes. */
  readonly etag: string;
  /** UTC; empty where the server sent no time. */
  readonly lastModified: string;
}

/** What is wrong with one entry of a listing; the others are used. */
export interface ListingProblem {
  /** Key of the entry as the server sent it, made visible and shortened. */
  readonly key: string;
  /** What is wrong, with what was found and expected. */
  readonly message: string;
}

/** Is called with each entry of a listing that is wrong. */
export type ProblemListener = (problem: ListingProblem) => void;

/** Elements of an entry, by name, as the server sent them. */
export type RawEntry = Readonly<Record<string, unknown>>;

/** Longest key that S3 allows, in bytes of UTF-8. */
const LONGEST_KEY = 1_024;
/** Largest object that S3 allows, in bytes. */
const LARGEST = 5 * 2 ** 40;
/** Longest change token that is kept. */
const LONGEST_ETAG = 256;
/** Characters of a wrong value that are shown. */
const SHOWN = 80;

/**
 * The object that an entry describes; undefined, with one problem, for a key or a size that no object below the prefix can
 * have. A date that is none is a problem too, and the object counts as one of unknown date.
 */
export function listedObjectOf(
  entry: RawEntry,
  prefix: string,
  onProblem: ProblemListener,
): ListedObject | undefined {
  const key = keyOf(entry.Key, prefix, onProblem);
  if (key === undefined) return undefined;
  const size = textOf(entry.Size).trim();
  if (!/^\d{1,13}$/.test(size) || Number(size) > LARGEST) {
    onProblem({ key, message: `Size is ${shown(size)}, expected a number of bytes up to ${LARGEST}` });
    return undefined;
  }
  const etag = textOf(entry.ETag).replaceAll('"', '');
  return {
    key,
    size: Number(size),
    etag: etag.length > LONGEST_ETAG || visible(etag) !== etag ? '' : etag,
    lastModified: timeOf(entry.LastModified, key, onProblem),
  };
}

/** The name of the folder right below the prefix that an entry describes; undefined, with one problem, for any other. */
export function folderOf(entry: RawEntry, prefix: string, onProblem: ProblemListener): string | undefined {
  const path = keyOf(entry.Prefix, prefix, onProblem);
  if (path === undefined) return undefined;
  const name = path.slice(prefix.length, -1);
  if (path.endsWith('/') && name !== '' && !name.includes('/')) return name;
  onProblem({ key: path, message: `it is no folder right below ${prefix}` });
  return undefined;
}

function keyOf(value: unknown, prefix: string, onProblem: ProblemListener): string | undefined {
  const key = textOf(value);
  const wrong = problemOf(key, prefix);
  if (wrong === undefined) return key;
  onProblem({ key: shown(key), message: wrong });
  return undefined;
}

function problemOf(key: string, prefix: string): string | undefined {
  if (key === '') return 'an entry has no key';
  if (Buffer.byteLength(key) > LONGEST_KEY) return `the key is longer than ${LONGEST_KEY} bytes`;
  if (!key.startsWith(prefix)) return `the key is not below ${prefix}`;
  return visible(key) === key ? undefined : 'the key holds characters that cannot be seen';
}

function timeOf(value: unknown, key: string, onProblem: ProblemListener): string {
  const text = textOf(value).trim();
  const time = /^\d{4}-\d\d-\d\dT/.test(text) ? new Date(text) : new Date(Number.NaN);
  if (!Number.isNaN(time.getTime())) return time.toISOString();
  onProblem({ key, message: `LastModified is ${shown(text)}, expected a UTC time` });
  return '';
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function shown(text: string): string {
  const seen = visible(text);
  return seen.length > SHOWN ? `${seen.slice(0, SHOWN)}…` : seen === '' ? 'missing' : seen;
}
