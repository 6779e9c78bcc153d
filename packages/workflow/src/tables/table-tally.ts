import type { ErrorRecord } from '@tapehaul/errors';
import type { RowFinding } from '@tapehaul/tables';
import type { FindingCount, TableBuildEvent, TablesSummary } from '../events/table-events.ts';

/** Failures that a result lists. */
const LISTED = 1_000;

const SEVERITIES = ['error', 'gap', 'note'] as const;

/** Adds up what was built of tables. */
export class TableTally {
  #months = 0;
  #failed = 0;
  #partitions = 0;
  #upToDate = 0;
  #rows = 0;
  #bytes = 0;
  #duplicates = 0;
  #inexact = 0;
  readonly #findings = new FindingCounts();
  readonly #failures: TablesSummary['failures'][number][] = [];
  /** Partitions without sources, which were kept. */
  withoutSources = 0;
  /** Held files without a recorded digest, which took no part. */
  withoutDigest: TablesSummary['without_digest'] = { files: 0, keys: [] };
  /** Why building ended early. */
  error: ErrorRecord | null = null;

  /** Errors of series and months, one for each code. */
  readonly errors = new Map<string, ErrorRecord>();

  /** Receives what happens. */
  readonly add = (event: TableBuildEvent): void => {
    if (event.kind === 'tables_planned') {
      this.#months = event.months;
      this.#upToDate = event.up_to_date;
    } else if (event.kind === 'table') {
      this.#partitions += 1;
      this.#rows += event.rows;
      this.#bytes += event.bytes ?? 0;
      this.#duplicates += event.duplicates;
      this.#inexact += event.inexact_values;
      for (const count of event.findings) this.#findings.addCount(count);
    } else if (event.error !== null) {
      const { series, month, attempts, error } = event;
      this.#failed += 1;
      this.errors.set(error.code, error);
      if (this.#failures.length < LISTED) this.#failures.push({ series, month, attempts, error });
    }
  };

  /** Whether anything was built. */
  get hasBuilt(): boolean {
    return this.#partitions > 0;
  }

  summary(): TablesSummary {
    return {
      months: this.#months,
      failed_months: this.#failed,
      partitions: this.#partitions,
      up_to_date: this.#upToDate,
      without_sources: this.withoutSources,
      without_digest: this.withoutDigest,
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

/** Counts findings by rule. */
export class FindingCounts {
  readonly #byRule = new Map<
    string,
    { findings: number; count: number } & Pick<FindingCount, 'rule' | 'severity'>
  >();

  /** The counts of findings, errors first, then by rule. */
  static of(findings: readonly RowFinding[]): readonly FindingCount[] {
    const counts = new FindingCounts();
    for (const { rule, severity, count } of findings) counts.addCount({ rule, severity, findings: 1, count });
    return counts.counts();
  }

  addCount({ rule, severity, findings, count }: FindingCount): void {
    const id = `${severity} ${rule}`;
    const known = this.#byRule.get(id);
    if (known === undefined) this.#byRule.set(id, { rule, severity, findings, count });
    else {
      known.findings += findings;
      known.count += count;
    }
  }

  counts(): readonly FindingCount[] {
    const rank = ({ severity }: Pick<FindingCount, 'severity'>): number => SEVERITIES.indexOf(severity);
    return [...this.#byRule.values()].sort((a, b) => rank(a) - rank(b) || (a.rule < b.rule ? -1 : 1));
  }
}
