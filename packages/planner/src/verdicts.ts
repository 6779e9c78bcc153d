import { type Availability, addDays } from '@tapehaul/archive';
import type { Answer, VerdictAnswer, VerdictName, VerdictSeries } from './answer.ts';

/** A span of UTC days, both included. */
export interface Span {
  readonly first: string;
  readonly last: string;
}

/** A verdict on a span of days. */
export function verdict(
  series: VerdictSeries,
  { first, last }: Span,
  name: VerdictName,
  reason: string,
): VerdictAnswer {
  return { kind: 'verdict', series, first, last, verdict: name, reason };
}

/** The verdict that something never existed, for the whole span. */
export function never(series: VerdictSeries, span: Span, reason: string, likely?: string): VerdictAnswer {
  const answer = verdict(series, span, 'never_existed', reason);
  return likely === undefined ? answer : { ...answer, likely };
}

/** Why nothing follows the last day of a type. */
export function endReason(row: Availability): string {
  const { dataType, partition, to, state, evidence } = row;
  const past = state === 'removed' ? `was removed from the archive after ${to}` : `ended on ${to}`;
  return `${partition} ${dataType} ${past}: ${evidence}`;
}

/** Joins verdicts that follow each other without a gap and say the same; objects pass as they are. */
export function* joined(answers: Iterable<Answer>): Generator<Answer, void, undefined> {
  let open: VerdictAnswer | undefined;
  for (const answer of answers) {
    if (open !== undefined && answer.kind === 'verdict' && continues(open, answer)) {
      open = { ...open, last: answer.last };
      continue;
    }
    if (open !== undefined) yield open;
    open = answer.kind === 'verdict' ? answer : undefined;
    if (answer.kind === 'object') yield answer;
  }
  if (open !== undefined) yield open;
}

function continues(before: VerdictAnswer, after: VerdictAnswer): boolean {
  return (
    before.verdict === after.verdict &&
    before.reason === after.reason &&
    addDays(before.last, 1) === after.first
  );
}
