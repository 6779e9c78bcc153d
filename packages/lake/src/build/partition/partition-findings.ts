import { dayText } from '@tapehaul/archive';
import { explainGaps, partitionDays, type RowFinding, rowRule } from '@tapehaul/tables';
import type { TableSource } from '../../source/table-source.ts';
import { foldChoices } from '../days/fold-choices.ts';
import { daysOf } from '../days/sort-sources.ts';
import type { SourceReader } from '../days/source-reader.ts';
import type { MonthOrder } from '../order/month-order.ts';
import { isOf, type PartitionDraft } from './partition-draft.ts';

/** Rules about a file itself: reported for each file, also where rows of the day are taken from another one. */
const OF_FILES: ReadonlySet<string> = new Set([
  'empty_file',
  'cut_line',
  'malformed_row',
  'field_count',
  'blank_line',
  'header_inside',
  'lost_decimals',
  'stray',
]);

/**
 * The findings of a partition, once all of its sources are read: of the rows of each day in the source that they were taken from, of the
 * form of every source, of the choice between sources, and of sources that took no part since they are broken. Gaps of known outages
 * are explained.
 */
export function partitionFindings(
  order: MonthOrder,
  draft: PartitionDraft,
  reader: SourceReader,
): readonly RowFinding[] {
  const ofRows = draft.parts.flatMap(({ key, day }) =>
    reader.findingsOf(key, day).filter((finding) => !isFilled(finding, order, reader)),
  );
  const all = [
    ...ofRows,
    ...formOfOthers(order, draft, reader),
    ...foldChoices(draft.choices),
    ...brokenSources(order, draft, reader),
    ...formElsewhere(order, draft, reader),
  ];
  return [...explainGaps(all, order.series.market)].sort((one, other) =>
    one.day === other.day ? 0 : one.day < other.day ? -1 : 1,
  );
}

/** Rules about ids that are missing between two rows, which may be on two days. */
const HOLES: ReadonlySet<string> = new Set(['id_hole', 'id_hole_small']);
/** Of a day. */
const MICROSECONDS = 86_400_000_000;

/** Whether a hole in the ids of the monthly file is that of whole days, each of which has a daily file that is taken. */
function isFilled(
  { rule, first, last, source }: RowFinding,
  order: MonthOrder,
  reader: SourceReader,
): boolean {
  if (!HOLES.has(rule) || first === null || last === null) return false;
  const [from, to] = [Math.floor(first / MICROSECONDS) + 1, Math.floor(last / MICROSECONDS)];
  const isDaily = (day: number): boolean =>
    order.sources.some(
      (each) =>
        each.period === dayText(day) && each.key !== source && !reader.isBroken(each) && !isEmpty(each),
    );
  const isEmpty = ({ key }: TableSource): boolean =>
    reader.findingsOf(key).some((finding) => finding.rule === 'empty_file');
  return to > from && Array.from({ length: to - from }, (_, index) => from + index).every(isDaily);
}

/** One finding for each broken source: on how many of its days the partition has no source at all. */
function brokenSources(order: MonthOrder, draft: PartitionDraft, reader: SourceReader): RowFinding[] {
  const covered = new Set(draft.parts.map(({ day }) => day));
  const { name: rule, severity } = rowRule('source_broken');
  return reader.faults.flatMap(({ key, error }) => {
    const source = order.sources.find((each) => each.key === key);
    if (source === undefined || !isOf(source, order, draft.period)) return [];
    const days = partitionDays({ series: order.series, period: draft.period });
    const its = source.partition === 'daily' ? [source.period] : days;
    const lost = its.filter((day) => !covered.has(day));
    const day = lost[0] ?? its[0] ?? source.period;
    const sample = error.message.slice(0, 200);
    return [{ rule, severity, day, source: key, first: null, last: null, count: lost.length, sample }];
  });
}

/** The form of sources on days of the partition for which no row of theirs was taken. */
function formOfOthers(order: MonthOrder, draft: PartitionDraft, reader: SourceReader): RowFinding[] {
  const taken = new Set(draft.parts.map(({ key, day }) => `${key} ${day}`));
  const days = new Set(partitionDays({ series: order.series, period: draft.period }));
  return order.sources
    .filter((source) => !reader.isBroken(source))
    .flatMap(({ key }) =>
      reader
        .findingsOf(key)
        .filter(({ rule, day }) => OF_FILES.has(rule) && days.has(day) && !taken.has(`${key} ${day}`)),
    );
}

/**
 * The form of sources on days outside of their period and of all partitions of the order, such as rows of another month: the first
 * partition of a source reports them.
 */
function formElsewhere(order: MonthOrder, draft: PartitionDraft, reader: SourceReader): RowFinding[] {
  const days = daysOf(order);
  const ofPartition = order.sources.filter(
    (source) => order.periods.find((period) => isOf(source, order, period)) === draft.period,
  );
  return ofPartition.flatMap(({ key, period }) =>
    reader
      .findingsOf(key)
      .filter(({ rule, day }) => OF_FILES.has(rule) && !days.has(day) && !day.startsWith(period)),
  );
}
