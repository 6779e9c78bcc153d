import type { RowFinding } from './row-finding.ts';
import { rowRule } from './row-rules.ts';

/** Rules whose counts are missing rows, as `DaySide.holes` counts them. */
const HOLES: ReadonlySet<string> = new Set(['missing_rows', 'id_hole', 'id_hole_small']);

/**
 * Whether findings of a monthly file are a reason to fetch its days: rows, days or ids are missing, or values are wrong in a way in which
 * daily files may be right. Wrong values that keep all rules (#475) are only found by a comparison.
 */
export function isSuspicious(findings: readonly RowFinding[]): boolean {
  return findings.some(({ rule }) => rowRule(rule).daysMayHelp);
}

/** How many rows are missing on one UTC day by these findings, for the choice between a month and its days. */
export function holesOn(findings: readonly RowFinding[], day: string): number {
  let holes = 0;
  for (const finding of findings) if (finding.day === day && HOLES.has(finding.rule)) holes += finding.count;
  return holes;
}
