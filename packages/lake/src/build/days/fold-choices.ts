import { isDayAfter } from '@tapehaul/archive';
import type { RowFinding } from '@tapehaul/tables';

/** Rules about days without a daily file: most days of most series are such, and say the same. */
const FOLDED: ReadonlySet<string> = new Set(['unchecked_by_daily', 'daily_missing']);

/**
 * Folds findings about neighbouring days without a daily file: one finding, on the first of the days, from its begin to the end of the last.
 * Findings come in order of days, and stay in it.
 */
export function foldChoices(findings: readonly RowFinding[]): readonly RowFinding[] {
  const folded: RowFinding[] = [];
  let lastDay = '';
  for (const finding of findings) {
    const open = folded.at(-1);
    const isMore =
      open !== undefined &&
      FOLDED.has(finding.rule) &&
      open.rule === finding.rule &&
      open.source === finding.source;
    if (open !== undefined && isMore && isDayAfter(lastDay, finding.day)) {
      folded[folded.length - 1] = { ...open, last: finding.last, count: open.count + finding.count };
    } else folded.push(finding);
    lastDay = finding.day;
  }
  return folded;
}
