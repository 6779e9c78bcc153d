import type { Problem } from '@tapehaul/errors';
import { found, withSuggestion } from '../values/problems.ts';
import { isRecord } from '../values/records.ts';
import { readOutputAddress } from './output-address.ts';

type Input = Readonly<Record<string, unknown>>;

/**
 * Reads the output directory. An `s3://` address chooses the bucket that files go to, and the directory of its record; it
 * is a problem where the configuration names another bucket, `writtenAt` some key.
 */
export function readOutput(
  input: Input,
  writtenAt: ReadonlyMap<string, string>,
  problems: Problem[],
  notes: Problem[],
): Input {
  let read = readPath(input, 'local_data_dir', problems);
  const text = read.output_directory;
  if (typeof text !== 'string') return read;
  const address = readOutputAddress(text);
  if (address.kind !== 'bucket') return readPath(read, 'output_directory', problems);
  const { bucket, prefix, path } = address;
  const storage = isRecord(read.storage) ? read.storage : {};
  let hasConflict = false;
  const others = [
    ['storage.bucket', storage.bucket, bucket],
    ['storage.prefix', storage.prefix, prefix],
    ['storage.type', storage.type, 's3'],
    ['use_cloud_storage', read.use_cloud_storage, true],
  ] as const;
  for (const [key, given, meant] of others) {
    // A local storage beside an address is the usual default of older files.
    if (given === undefined || given === meant || (key === 'storage.type' && given === 'local')) continue;
    const message = `${found(text)}, but ${writtenAt.get(key) ?? key} ${found(given).replace(/^got/, 'is')}: write a local directory here and the bucket in storage`;
    problems.push({ path: 'output_directory', message });
    hasConflict = true;
  }
  read = {
    ...read,
    output_directory: path,
    use_cloud_storage: true,
    storage: { ...storage, type: 's3', bucket, prefix },
  };
  const message = `files go to ${text}; the record and files in progress are kept in ${path}`;
  if (!hasConflict) notes.push({ path: 'output_directory', message });
  return read;
}

/** Reads a path on this machine: `~` is the home directory. */
export function readPath(input: Input, key: string, problems: Problem[]): Input {
  const text = input[key];
  if (typeof text !== 'string') return input;
  const address = readOutputAddress(text);
  if (address.kind === 'path') return { ...input, [key]: address.path };
  const isNone = address.kind === 'none';
  const message = isNone ? address.message : `${found(text)}, expected a path on this machine`;
  problems.push(withSuggestion({ path: key, message }, isNone ? address.suggestion : undefined));
  return input;
}
