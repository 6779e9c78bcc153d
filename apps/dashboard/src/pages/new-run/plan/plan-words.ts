import { counted, numberText } from '../../../words/amounts.ts';
import type { PlanSummary } from './plan-answer.ts';

/** Why files are fetched, in the order in which it is said. */
const CHANGES = [
  ['new', 'new'],
  ['replaced', 'replaced by the archive'],
  ['corrupt', 'corrupt on the disk'],
  ['gone', 'gone from the disk'],
] as const;

/** What a plan fetches and why: `3 files: 2 new, 1 replaced by the archive`. */
export function fetchText({ fetch_files, changes }: PlanSummary): string {
  if (fetch_files === 0) return 'nothing';
  if (changes.new === fetch_files)
    return `${counted(fetch_files, 'file')}, ${fetch_files === 1 ? '' : 'all '}new`;
  const parts = CHANGES.flatMap(([name, text]) => {
    const count = changes[name] ?? 0;
    return count > 0 ? [`${numberText(count)} ${text}`] : [];
  });
  return `${counted(fetch_files, 'file')}${parts.length === 0 ? '' : `: ${parts.join(', ')}`}`;
}

/** What a plan finds held and does not fetch; undefined for nothing. */
export function heldText({ changes, settled }: PlanSummary): string | undefined {
  const [present, held] = [changes.present ?? 0, settled?.held ?? 0];
  const parts = [
    ...(present > 0 ? [`${counted(present, 'file')} in place`] : []),
    ...(held > 0 ? [`${counted(held, 'day')} held since earlier runs, not checked again`] : []),
  ];
  return parts.length === 0 ? undefined : parts.join(', and ');
}

/** What will be missing once a plan is collected, and why; undefined for nothing. */
export function missingText({ missing_days, settled, changes }: PlanSummary): string | undefined {
  if (missing_days === 0) return undefined;
  const [known, disputed] = [settled?.missing ?? 0, changes.disputed ?? 0];
  const reasons = [
    ...(known > 0 ? [`${numberText(known)} not in the archive when an earlier run requested it`] : []),
    ...(disputed > 0 ? [`${numberText(disputed)} disputed, fetched once the archive changes the file`] : []),
    ...(known + disputed < missing_days ? ['for reasons below'] : []),
  ];
  return `${counted(missing_days, 'day')} that should exist: ${reasons.join('; ')}`;
}
