import { firstDayOf, isMonth } from '@tapehaul/archive';
import type { PartitionRecord } from '@tapehaul/catalog';
import { counted } from '@tapehaul/errors';
import type { BuiltPartition } from '@tapehaul/lake';
import { type RowFinding, rowRule } from '@tapehaul/tables';

/**
 * The finding that a partition has lost rows: those of a file that is not held any more, or that has been replaced. Undefined where it has as many
 * as before, or was not built before.
 */
export function fewerRows(
  before: Pick<PartitionRecord, 'rows' | 'sources'> | undefined,
  { period, rows, sources }: Pick<BuiltPartition, 'period' | 'rows' | 'sources'>,
): (RowFinding & { readonly sample: string }) | undefined {
  if (before === undefined || before.rows <= rows) return undefined;
  const { name: rule, severity } = rowRule('fewer_rows');
  const digests = new Map(sources.map(({ key, sha256 }) => [key, sha256]));
  const gone = before.sources.find(({ key, sha256, rows: had }) => had > 0 && digests.get(key) !== sha256);
  const what =
    gone === undefined
      ? ''
      : `; ${gone.key} ${digests.has(gone.key) ? 'was replaced' : 'takes no part any more'}`;
  return {
    ...{ rule, severity, day: isMonth(period) ? firstDayOf(period) : period, source: gone?.key ?? null },
    ...{ first: null, last: null, count: before.rows - rows },
    sample: `${counted(rows, 'row')}; before, it had ${counted(before.rows, 'row')}${what}`,
  };
}
