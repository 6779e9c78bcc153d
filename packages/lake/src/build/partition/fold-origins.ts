import { isDayAfter } from '@tapehaul/archive';
import type { DayOrigin } from './built-partition.ts';
import type { PartitionDraft } from './partition-draft.ts';

/** Where the days of a partition come from, by what each source gives to each day. */
export function originsOf(parts: PartitionDraft['parts']): readonly DayOrigin[] {
  return foldOrigins(
    parts
      .filter(({ rows }) => rows > 0)
      .map(({ day, key, rule }) => ({ first: day, last: day, source: key, rule })),
  );
}

/** Folds days that follow each other and have the same source and rule. Gives them in order of days, then of sources. */
export function foldOrigins(origins: readonly DayOrigin[]): readonly DayOrigin[] {
  const folded: DayOrigin[] = [];
  for (const spans of Map.groupBy(origins, ({ source, rule }) => `${source} ${rule}`).values()) {
    let open: DayOrigin | undefined;
    for (const span of spans.toSorted(byDay)) {
      if (open !== undefined && isDayAfter(open.last, span.first)) open = { ...open, last: span.last };
      else {
        if (open !== undefined) folded.push(open);
        open = span;
      }
    }
    if (open !== undefined) folded.push(open);
  }
  return folded.sort(byDay);
}

function byDay(one: DayOrigin, other: DayOrigin): number {
  if (one.first !== other.first) return one.first < other.first ? -1 : 1;
  if (one.source === other.source) return 0;
  return one.source < other.source ? -1 : 1;
}
