import { codeOf } from '@tapehaul/coverage';
import { counted, percentText } from '../../../words/amounts.ts';
import { type DayFigures, figuresOf, type Grid } from '../grid/grid.ts';

/** How complete what the map shows is, in days. */
export interface Completeness extends DayFigures {
  /** Days that are requested and not fetched yet. */
  readonly planned: number;
  /** Days that the archive has not published yet. */
  readonly unpublished: number;
  /** Days that are held and not proved by a published checksum. */
  readonly unproved: number;
}

const PLANNED = codeOf('planned');
const UNPROVED = (['unverified', 'month_unverified', 'accepted'] as const).map(codeOf);

/** Sums the days of all series of a map. */
export function completenessOf({ rows, codes }: Grid): Completeness {
  const sums = figuresOf(rows);
  const counts = new Uint32Array(256);
  for (const code of codes) counts[code] = (counts[code] ?? 0) + 1;
  const planned = counts[PLANNED] ?? 0;
  const unproved = UNPROVED.reduce((sum, code) => sum + (counts[code] ?? 0), 0);
  return { ...sums, planned, unpublished: Math.max(0, sums.not_yet - planned), unproved };
}

/** How complete it all is, as a sentence: what is still to be fetched counts as not held. */
export function completenessSentence(sums: Completeness): string {
  const { expected, held, ours, archive, planned, unpublished } = sums;
  if (expected === 0) return 'The archive has no files for these series.';
  const due = held + ours + archive + planned;
  if (due === 0) return 'The archive has not published any of these days yet.';
  const isWhole = held === due;
  const share = isWhole
    ? `All ${counted(due, 'day')} that exist are held`
    : `${percentText(held, due)} of what should exist is held`;
  const rest = [
    ...(planned > 0 ? [`${counted(planned, 'day')} ${planned === 1 ? 'is' : 'are'} not fetched yet`] : []),
    ...(isWhole && unpublished > 0
      ? [`${counted(unpublished, 'day')} ${unpublished === 1 ? 'is' : 'are'} not published yet`]
      : []),
  ];
  return `${[share, ...rest].join('; ')}.`;
}

/** How far what is held is proved; undefined where nothing is held. */
export function proofSentence({ held, unproved }: Completeness): string | undefined {
  if (held === 0) return undefined;
  if (unproved === 0) return 'All that is held is proved by its published checksum.';
  return `${counted(unproved, 'held day')} ${unproved === 1 ? 'is' : 'are'} not proved by a published checksum.`;
}
