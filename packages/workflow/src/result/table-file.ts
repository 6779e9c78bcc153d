import { formatSeries, knownSeries, parseKey, type Series } from '@tapehaul/archive';
import type { PartitionRecord } from '@tapehaul/catalog';
import { METADATA_KEY, type ParquetDescription, partitionIdentity } from '@tapehaul/lake';
import { parsePartitionPath } from '@tapehaul/tables';
import * as z from 'zod';
import { seriesOf } from '../file/file-cells.ts';

const digest = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.number().int().min(0);
const whole = z.number().int().nullable();

const metadataSchema = z.object({
  table: z.string(),
  schema_version: count,
  writer: z.string(),
  numbers: z.enum(['double', 'decimal']),
  repair: z.enum(['off', 'days', 'rows']),
  identity: digest,
  first_time: whole,
  last_time: whole,
  first_id: whole,
  last_id: whole,
  sources: z.array(z.object({ key: z.string(), sha256: digest, rows: count })),
  days: z.array(
    z.object({ first: z.iso.date(), last: z.iso.date(), source: z.string(), rule: z.string().nullable() }),
  ),
});

/** What the record has of a partition and its file does not: the run, and what is known of the file from outside. */
export type OutsideOfFile = Pick<PartitionRecord, 'bytes' | 'sha256' | 'builtAt' | 'runId'>;

/**
 * A partition as the metadata of its file describes it; undefined where the path is none of a partition, or the metadata are not of one. How many
 * duplicates were dropped and how many values are inexact is not in them, and counts as none.
 */
export function partitionOfFile(
  path: string,
  { rows, metadata }: ParquetDescription,
  outside: OutsideOfFile,
): PartitionRecord | undefined {
  const named = parsePartitionPath(path);
  const series = named === undefined ? undefined : knownSeries(named.series);
  const said = parsed(metadata[METADATA_KEY]);
  if (named === undefined || series === undefined || said?.table !== series.dataType) return undefined;
  const { schema_version: schemaVersion, writer, numbers, repair, identity, sources, days } = said;
  // A file may come from anybody: its identity has to be that of what it says.
  if (partitionIdentity({ schemaVersion, writer, numbers, repair, sources }) !== identity) return undefined;
  if (!isOf(series, named.period, rows, said)) return undefined;
  return {
    ...{ path, series, period: named.period, rows, ...outside },
    ...{ identity, schemaVersion, writer, numbers, sources, days },
    ...{ firstTime: said.first_time, lastTime: said.last_time },
    ...{ firstId: said.first_id, lastId: said.last_id },
    ...{ duplicatesDropped: 0, inexactValues: 0 },
  };
}

/** Whether what a file says fits its place: another file may have been copied there. */
function isOf(
  series: Series,
  period: string,
  rows: number,
  { sources, days }: z.output<typeof metadataSchema>,
): boolean {
  const name = formatSeries(series);
  const areOfSeries = sources.every(({ key }) => {
    const object = parseKey(key);
    return object !== undefined && formatSeries(seriesOf(object)) === name;
  });
  const areInPeriod = days.every(({ first, last }) => first.startsWith(period) && last.startsWith(period));
  return areOfSeries && areInPeriod && rows === sources.reduce((sum, source) => sum + source.rows, 0);
}

function parsed(text: string | undefined): z.output<typeof metadataSchema> | undefined {
  try {
    return metadataSchema.parse(JSON.parse(text ?? ''));
  } catch {
    return undefined;
  }
}
