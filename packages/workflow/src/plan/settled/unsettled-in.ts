import { daysBetween } from '@tapehaul/archive';
import type { Answer, SettledAnswer } from '@tapehaul/planner';

/** Those days of an answer that are not settled, as answers. */
export function unsettledIn(answer: Answer, settled: readonly SettledAnswer[]): Answer[] {
  const covers = (day: string): boolean => settled.some(({ first, last }) => first <= day && day <= last);
  if (answer.kind === 'object') return covers(answer.object.period) ? [] : [answer];
  const spans: Answer[] = [];
  let open: { readonly first: string; last: string } | undefined;
  for (const day of daysBetween(answer.first, answer.last)) {
    if (covers(day)) {
      if (open !== undefined) spans.push({ ...answer, ...open });
      open = undefined;
    } else if (open === undefined) open = { first: day, last: day };
    else open.last = day;
  }
  return open === undefined ? spans : [...spans, { ...answer, ...open }];
}
