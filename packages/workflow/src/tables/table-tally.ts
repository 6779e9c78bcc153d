import { formatSeries } from '@tapehaul/archive';
import type { PartitionRecord } from '@tapehaul/catalog';
import type { ErrorRecord } from '@tapehaul/errors';
import type {
  FindingCount,
  TableBuildEvent,
  TableMonthEvent,
  TablesSummary,
} from '../events/table-events.ts';
import { FindingCounts } from './findings/finding-counts.ts';

/** Failures that a result lists. */
const LISTED = 1_000;

/** Adds up what was built of tables. */
export class TableTally {
  #months = 0;
  /** Months that failed, each once. */
  readonly #failed = new Set<string>();
  #partitions = 0;
  #upToDate = 0;
  #rows = 0;
  #bytes = 0;
  #duplicates = 0;
  #inexact = 0;
  readonly #findings = new FindingCounts();
  readonly #failures: TablesSummary['failures'][number][] = [];
  /** When counting began, in milliseconds since 1970 UTC. */
  readonly #since = Date.now();
  /** Months that are built a second time; undefined while all are built for the first time. */
  #again: Set<string> | undefined;
  /** Partitions without sources, which were kept. */
  withoutSources = 0;
  /** Held files without a recorded digest, which took no part. */
  withoutDigest: TablesSummary['without_digest'] = { files: 0, keys: [] };
  /** Held files that took no part, since they were found to be broken before. */
  broken: TablesSummary['broken'] = { files: 0, keys: [] };
  /** Why building ended early. */
  error: ErrorRecord | null = null;

  /** Errors of series and months, one for each code. */
  readonly errors = new Map<string, ErrorRecord>();

  /** Receives what happens. */
  readonly add = (event: TableBuildEvent): void => {
    if (event.kind === 'tables_planned') {
      if (this.#again !== undefined) return;
      this.#months = event.months;
      this.#upToDate = event.up_to_date;
    } else if (event.kind === 'table') {
      this.#partitions += 1;
      this.#rows += event.rows;
      this.#bytes += event.bytes ?? 0;
      this.#duplicates += event.duplicates;
      this.#inexact += event.inexact_values;
      for (const count of event.findings) this.#findings.addCount(count);
    } else this.#ended(event);
  };

  /** From now on, months are built that were built or up to date before: what is replaced counts once. */
  buildsAgain(): void {
    this.#again = new Set();
  }

  /** Whether a partition was built since counting began. */
  hasCounted({ builtAt }: Pick<PartitionRecord, 'builtAt'>): boolean {
    return builtAt >= this.#since;
  }

  /** Takes back what was counted of a partition that is built again. Its next event counts it. */
  replaced(before: PartitionRecord, findings: readonly FindingCount[]): void {
    this.#partitions -= 1;
    this.#rows -= before.rows;
    this.#bytes -= before.bytes;
    this.#duplicates -= before.duplicatesDropped;
    this.#inexact -= before.inexactValues;
    for (const { findings: times, count, ...rule } of findings) {
      this.#findings.addCount({ ...rule, findings: -times, count: -count });
    }
    this.#again?.add(`${formatSeries(before.series)}/${before.period.slice(0, 7)}`);
  }

  /** Receives how many findings partitions have more than they were counted with, or fewer. */
  found(findings: FindingCount): void {
    this.#findings.addCount(findings);
  }

  #ended({ series, month, partitions, attempts, error }: TableMonthEvent): void {
    const id = `${series}/${month}`;
    const isCounted = this.#again?.has(id) !== false || this.#failed.has(id);
    if (!isCounted && partitions > 0) {
      this.#months += 1;
      this.#upToDate = Math.max(0, this.#upToDate - partitions);
    }
    if (error === null || this.#failed.has(id)) return;
    this.#failed.add(id);
    this.errors.set(error.code, error);
    if (this.#failures.length < LISTED) this.#failures.push({ series, month, attempts, error });
  }

  /** Whether anything was built. */
  get hasBuilt(): boolean {
    return this.#partitions > 0;
  }

  summary(): TablesSummary {
    return {
      months: this.#months,
      failed_months: this.#failed.size,
      partitions: this.#partitions,
      up_to_date: this.#upToDate,
      without_sources: this.withoutSources,
      without_digest: this.withoutDigest,
      broken: this.broken,
      rows: this.#rows,
      bytes: this.#bytes,
      duplicates: this.#duplicates,
      inexact_values: this.#inexact,
      findings: this.#findings.counts(),
      failures: this.#failures,
      error: this.error,
    };
  }
}
