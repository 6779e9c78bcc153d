import { formatSeries, type SeriesParts } from '@tapehaul/archive';
import type {
  FindingDay,
  Page,
  PartitionRecord,
  PartitionsQuery,
  RowFindingCount,
  RowFindingRecord,
  RowFindingsQuery,
  Tables,
} from '@tapehaul/catalog';
import { compareText, NO_IDENTITY, SEVERITIES } from '@tapehaul/catalog/rules';
import { type DayRange, isRequested } from '@tapehaul/coverage';
import { pageBy } from '../runs/memory-pages.ts';

/** A partition with what was found in its rows. */
interface BuiltPartition {
  /** Stays while others are recorded under its path. */
  readonly id: number;
  readonly partition: PartitionRecord;
  readonly findings: readonly RowFindingRecord[];
}

/** What a record in memory knows of tables. */
export class MemoryTables {
  readonly #built = new Map<string, BuiltPartition>();
  #last = 0;

  record(partition: PartitionRecord, findings: Parameters<Tables['recordPartition']>[1]): void {
    const { path, series } = partition;
    this.#last += 1;
    const id = this.#built.get(path)?.id ?? this.#last;
    this.#built.set(path, { id, partition, findings: findings.map((it) => ({ ...it, series, path })) });
  }

  forget(path: string): void {
    this.#built.delete(path);
  }

  outdate(path: string, sha256: string): void {
    const built = this.#built.get(path);
    if (built?.partition.sha256 !== sha256) return;
    this.#built.set(path, { ...built, partition: { ...built.partition, identity: NO_IDENTITY } });
  }

  find(path: string): PartitionRecord | undefined {
    return this.#built.get(path)?.partition;
  }

  page(query: PartitionsQuery): Page<PartitionRecord> {
    const found = this.#requested(query).filter(({ partition: { period } }) => isInRange(period, query));
    const place = ({ partition: { series, period, path } }: BuiltPartition) => {
      return [formatSeries(series), period, path] as const;
    };
    found.sort((a, b) => compareText(place(a).join('\0'), place(b).join('\0')));
    const { rows, next } = pageBy('partitions', found, query, place);
    return { rows: rows.map(({ partition }) => partition), next };
  }

  identities(series: SeriesParts, range: DayRange): Map<string, string> {
    const name = formatSeries(series);
    const found = Array.from(this.#built.values(), ({ partition }) => partition).filter(
      (it) => formatSeries(it.series) === name && isInRange(it.period, range),
    );
    found.sort((a, b) => compareText(`${a.period}\0${a.path}`, `${b.period}\0${b.path}`));
    return new Map(found.map(({ path, identity }) => [path, identity]));
  }

  findings(query: RowFindingsQuery): Page<RowFindingRecord> {
    const found = this.#found(query);
    const place = ({ finding, id, place: at }: (typeof found)[number]) => {
      return [formatSeries(finding.series), finding.day, id, at] as const;
    };
    found.sort((a, b) => {
      const [left, right] = [place(a), place(b)];
      return (
        compareText(left[0], right[0]) || compareText(left[1], right[1]) || a.id - b.id || a.place - b.place
      );
    });
    const { rows, next } = pageBy('findings', found, query, place);
    return { rows: rows.map(({ finding }) => finding), next };
  }

  counts(query: Omit<RowFindingsQuery, 'cursor' | 'limit'>): RowFindingCount[] {
    const sums = new Map<string, RowFindingCount>();
    for (const { finding } of this.#found(query)) {
      const { rule, severity } = finding;
      const name = rank(finding);
      const { findings, count } = sums.get(name) ?? { findings: 0, count: 0 };
      sums.set(name, { rule, severity, findings: findings + 1, count: count + finding.count });
    }
    return [...sums].sort(([a], [b]) => compareText(a, b)).map(([, sum]) => sum);
  }

  days(series: readonly SeriesParts[], range: DayRange): Map<string, FindingDay[]> {
    const wanted = new Set(series.map(formatSeries));
    const worst = new Map<string, Map<string, FindingDay>>();
    for (const { finding } of this.#found(range)) {
      const name = formatSeries(finding.series);
      if (!wanted.has(name)) continue;
      const { day, severity, rule } = finding;
      const days = worst.get(name) ?? new Map<string, FindingDay>();
      const other = days.get(day);
      if (other === undefined || compareText(rank(finding), rank(other)) < 0) {
        days.set(day, { day, severity, rule });
      }
      worst.set(name, days);
    }
    return new Map(
      Array.from(worst, ([name, days]) => {
        return [name, [...days.values()].sort((a, b) => compareText(a.day, b.day))];
      }),
    );
  }

  #requested(query: PartitionsQuery): BuiltPartition[] {
    const { prefix = '' } = query;
    return [...this.#built.values()].filter(
      ({ partition: { series } }) => formatSeries(series).startsWith(prefix) && isRequested(series, query),
    );
  }

  #found(query: RowFindingsQuery) {
    const { from = '', to = '~', rule, severity } = query;
    return this.#requested(query)
      .flatMap(({ id, findings }) => findings.map((finding, place) => ({ finding, id, place })))
      .filter(
        ({ finding }) =>
          finding.day >= from &&
          finding.day <= to &&
          (rule === undefined || rule === finding.rule) &&
          (severity === undefined || severity === finding.severity),
      );
  }
}

/** Orders findings by severity, the worst first, and by rule. */
function rank({ severity, rule }: Pick<RowFindingRecord, 'severity' | 'rule'>): string {
  return `${SEVERITIES.indexOf(severity)}${rule}`;
}

/** Whether a day is in a range, or a day of a month. */
function isInRange(period: string, { from = '', to = '~' }: DayRange): boolean {
  return period >= from.slice(0, period.length) && period <= to;
}
