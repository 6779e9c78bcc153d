import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TapehaulError } from '@tapehaul/errors';
import { bucketForm, prefixForm } from './text-forms.ts';

/** What a text that names a place means. */
export type OutputAddress =
  | { readonly kind: 'path'; readonly path: string }
  | { readonly kind: 'bucket'; readonly bucket: string; readonly prefix: string; readonly path: string }
  | NoAddress;

/** A text that names no address. */
interface NoAddress {
  readonly kind: 'none';
  readonly message: string;
  /** What to write instead. */
  readonly hint: string;
  readonly suggestion?: string;
}

const SCHEME = /^([a-z][a-z0-9+.-]+):\/\//i;

/**
 * Reads the name of a place: a path, where `~` is the home directory; a local `file://` address; or an `s3://` address,
 * whose record is kept in a directory of the same name. A directory that is really called `~` is `./~`.
 */
export function readOutputAddress(text: string): OutputAddress {
  if (text === '~' || text.startsWith('~/')) return { kind: 'path', path: join(homedir(), text.slice(1)) };
  if (/^~[^/\\]/.test(text)) {
    const message = `got "${text}", but only ~ (your own home directory) is supported`;
    const hint = `Write the whole path, such as /home/${text.slice(1)}; a directory that is really called ${text} is ./${text}.`;
    return { kind: 'none', message, hint, suggestion: `./${text}` };
  }
  const scheme = SCHEME.exec(text)?.[1]?.toLowerCase();
  if (scheme === undefined) return { kind: 'path', path: text };
  if (scheme === 'file') return fileAddress(text);
  if (scheme === 's3' || scheme === 's3a' || scheme === 's3n') return bucketAddress(text);
  return {
    kind: 'none',
    message: `got an address with ${scheme}://, expected a local path or s3://bucket/prefix`,
    hint: 'Write a local path, such as /data/archive, or a bucket, such as s3://market-archive/lake/raw.',
  };
}

/**
 * The local directory of an output directory as people type it: with `~` replaced, and for an `s3://` address the
 * directory of its record. Throws a TapehaulError `config_invalid` for what names no such address.
 */
export function localDirectory(text: string): string {
  const address = readOutputAddress(text);
  if (address.kind === 'none') throw noAddress(address, 'output_directory');
  return address.path;
}

/**
 * The path of a file as people type it: with `~` replaced. Throws a TapehaulError `config_invalid` for what names none, such as
 * an object of a bucket.
 */
export function localFile(text: string): string {
  const address = readOutputAddress(text);
  if (address.kind === 'path') return address.path;
  if (address.kind === 'none' && SCHEME.exec(text) === null) throw noAddress(address, '(configuration)');
  const message = `got "${text}", expected a file of this machine`;
  const hint = 'Write the path of a JSON file, such as collection.json.';
  throw noAddress({ kind: 'none', message, hint }, '(configuration)');
}

function noAddress({ message, suggestion, hint }: NoAddress, path: string): TapehaulError {
  const problem = { path, message, ...(suggestion === undefined ? {} : { suggestion }) };
  return new TapehaulError('config_invalid', message, { problems: [problem], hint });
}

/** Where the record of a collection into a bucket is kept, from the working directory. */
function recordDirectory(bucket: string, prefix: string): string {
  return join('output', 's3', bucket, prefix);
}

function bucketAddress(text: string): OutputAddress {
  const [, bucket = '', rest = ''] = /^[^:]+:\/\/([^/]*)\/?(.*)$/s.exec(text) ?? [];
  const prefix = prefixForm.safeParse(rest.replace(/\/+$/, ''));
  const message =
    bucket === ''
      ? `got "${text}", which names no bucket, expected s3://bucket/prefix, such as s3://market-archive/lake/raw`
      : !bucketForm.safeParse(bucket).success
        ? `got "${text}", but no bucket is called "${bucket}": a name has 3 to 63 of a-z, 0-9, - and ., such as market-archive`
        : `got "${text}", but "${rest}" is no prefix: write names with slashes between, such as lake/raw`;
  const hint = 'Write a bucket and a prefix, such as s3://market-archive/lake/raw.';
  if (!bucketForm.safeParse(bucket).success || !prefix.success) return { kind: 'none', message, hint };
  return { kind: 'bucket', bucket, prefix: prefix.data, path: recordDirectory(bucket, prefix.data) };
}

function fileAddress(text: string): OutputAddress {
  try {
    return { kind: 'path', path: fileURLToPath(text) };
  } catch {
    return {
      kind: 'none',
      message: `got "${text}", expected a file:// address of this machine, such as file:///data/archive`,
      hint: 'Write the path alone, such as /data/archive.',
    };
  }
}
