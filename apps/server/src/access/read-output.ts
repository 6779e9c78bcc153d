import type { CatalogReader } from '@tapehaul/workflow';
import type { OutputDirectories } from '../records/output-directories.ts';
import type { Records } from '../records/records.ts';
import { HttpRefusal } from './http-refusal.ts';
import type { Reach } from './reach.ts';

/** What routes find the record of an output directory with. */
export interface OutputParts {
  readonly records: Pick<Records, 'read'>;
  readonly directories: Pick<OutputDirectories, 'resolve' | 'nameOf'>;
}

/**
 * Reads the record of an output directory, named as requests do. Rejects with a HttpRefusal: 403 when it is not in reach, 404
 * `output_not_found` when nothing was collected into it.
 */
export async function readOutput<Result>(
  { records, directories }: OutputParts,
  reach: Reach,
  name: string,
  read: (record: CatalogReader, directory: string) => Promise<Result>,
): Promise<Result> {
  const directory = directories.resolve(name);
  reach.require(directories.nameOf(directory));
  const found = await records.read(directory, async (record) => ({ result: await read(record, directory) }));
  if (found !== undefined) return found.result;
  throw new HttpRefusal(
    404,
    'output_not_found',
    `nothing was collected into the output directory ${name}`,
    'List the output directories: GET /v1/outputs.',
  );
}
