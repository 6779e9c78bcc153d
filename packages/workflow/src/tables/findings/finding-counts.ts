import { SEVERITIES } from '@tapehaul/catalog/rules';
import type { RowFinding } from '@tapehaul/tables';
import type { FindingCount } from '../../events/table-events.ts';

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
    const known = [...this.#byRule.values()].filter(({ findings }) => findings > 0);
    return known.sort((a, b) => rank(a) - rank(b) || (a.rule < b.rule ? -1 : 1));
  }
}
