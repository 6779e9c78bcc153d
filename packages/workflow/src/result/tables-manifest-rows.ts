import { basename } from 'node:path';
import type { PartitionRecord } from '@tapehaul/catalog';
import { asTapehaulError, TapehaulError } from '@tapehaul/errors';
import { parsePartitionPath } from '@tapehaul/tables';
import * as z from 'zod';
import { tablesManifest } from '../directory.ts';
import { linesOf, openRegular } from './regular-file.ts';

/** Longest line of the manifest of tables, in bytes: a partition has some sixty sources at most, and their days. */
const LONGEST_LINE = 1_048_576;

const digest = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.number().int().min(0);
const id = z.number().int().nullable();

const rowSchema = z.object({
  path: z.string(),
  rows: count,
  first_time: z.string().nullable(),
  last_time: z.string().nullable(),
  first_id: id,
  last_id: id,
  bytes: count,
  sha256: digest,
  numbers: z.enum(['double', 'decimal']),
  duplicates: count,
  inexact_values: count,
  sources: z.array(z.object({ key: z.string(), sha256: digest, rows: count })),
  days: z.array(
    z.object({ first: z.iso.date(), last: z.iso.date(), source: z.string(), rule: z.string().nullable() }),
  ),
  findings: z.array(z.unknown()),
  identity: digest,
  schema_version: count,
  writer: z.string(),
  built_at: z.iso.datetime(),
  run: z.string(),
});

/** A line of the manifest of tables. */
export interface TablesManifestRow {
  /** The partition as it was recorded. */
  readonly partition: PartitionRecord;
  /** Whether something was found in its rows; what that is, only the record says. */
  readonly hasFindings: boolean;
}

/**
 * The lines of the manifest of tables of an output directory; none where it has no manifest. Rejects with a TapehaulError
 * `file_failed` at a line that is none of a manifest, and as reading does.
 */
export async function* readTablesManifest(root: string): AsyncGenerator<TablesManifestRow> {
  const file = tablesManifest(root);
  await using handle = await openRegular(file).catch((thrown: unknown) => {
    if (asTapehaulError(thrown).facts.errno === 'ENOENT') return null;
    throw thrown;
  });
  if (handle === null) return;
  let number = 0;
  for await (const line of linesOf(handle, LONGEST_LINE)) {
    number += 1;
    yield rowOf(line) ?? wrongLine(file, number);
  }
}

function rowOf(line: string | null): TablesManifestRow | undefined {
  try {
    const row = rowSchema.parse(JSON.parse(line ?? ''));
    // A folder may come from anybody: only paths of partitions are taken, which lead nowhere else.
    const named = parsePartitionPath(row.path);
    if (named === undefined) return undefined;
    const { path, rows, bytes, sha256, numbers, sources, days, identity, writer } = row;
    const partition: PartitionRecord = {
      ...{ path, rows, bytes, sha256, numbers, sources, days, identity, writer },
      series: named.series,
      period: named.period,
      firstTime: microseconds(row.first_time),
      lastTime: microseconds(row.last_time),
      firstId: row.first_id,
      lastId: row.last_id,
      schemaVersion: row.schema_version,
      duplicatesDropped: row.duplicates,
      inexactValues: row.inexact_values,
      builtAt: Date.parse(row.built_at),
      runId: row.run,
    };
    return { partition, hasFindings: row.findings.length > 0 };
  } catch {
    return undefined;
  }
}

/** Microseconds since 1970 UTC of a time such as `2025-07-01T00:00:00.000000Z`. Throws a RangeError for any other text. */
function microseconds(text: string | null): number | null {
  if (text === null) return null;
  const [, whole = '', rest = ''] = /^(.+\.\d{3})(\d{3})Z$/.exec(text) ?? [];
  const milliseconds = Date.parse(`${whole}Z`);
  if (Number.isNaN(milliseconds)) throw new RangeError(`no time: ${text}`);
  return milliseconds * 1_000 + Number(rest);
}

function wrongLine(file: string, line: number): never {
  throw new TapehaulError('file_failed', `line ${line} of ${file} is no line of a manifest of tables`, {
    facts: { file, line },
    hint: `Build the tables again: a build writes ${basename(file)} anew from the record.`,
  });
}
