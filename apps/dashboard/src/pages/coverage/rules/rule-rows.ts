import type { FindingCounts } from './queries.ts';

/** A rule that rows break, with how often. */
export interface RuleRow {
  readonly name: string;
  readonly severity: 'error' | 'gap' | 'note';
  readonly findings: number;
  /** What was counted and how many of it: `missing rows: 42`. */
  readonly found: number;
  readonly counts: string;
  /** What the rule means and what to do; empty for a rule of another version. */
  readonly meaning: string;
  readonly advice: string;
}

/** The counts of rules with the words of each, the worst first. */
export function ruleRows(
  { rows, rules }: Pick<FindingCounts, 'rows' | 'rules'> = { rows: [], rules: [] },
): readonly RuleRow[] {
  const words = new Map(rules.map((rule) => [rule.name, rule]));
  return rows.map(({ rule: name, severity, findings, count: found }) => {
    const { counts = 'rows', meaning = '', advice = '' } = words.get(name) ?? {};
    return { name, severity, findings, found, counts, meaning, advice };
  });
}
