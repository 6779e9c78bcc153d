import { grouped } from '@tapehaul/errors';
import type { VerdictRecord } from '@tapehaul/workflow';
import { dayRange } from '../folded.ts';

/** Gathers verdicts: those of the same type, span and reason become one line, with their symbols and intervals. */
export class VerdictLines {
  readonly #groups = new Map<string, Record<'symbols' | 'intervals' | 'likely', Set<string>>>();

  add({ market, data_type, symbol, interval, first, last, verdict, reason, likely }: VerdictRecord): void {
    const name = `${market} ${data_type} ${dayRange(first, last)}: ${verdict}, ${reason}`;
    const group = this.#groups.get(name) ?? { symbols: new Set(), intervals: new Set(), likely: new Set() };
    group.symbols.add(symbol);
    if (interval !== null) group.intervals.add(interval);
    if (likely !== undefined) group.likely.add(likely);
    this.#groups.set(name, group);
  }

  lines(): string[] {
    return [...this.#groups]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, { symbols, intervals, likely }]) => {
        const of = [list(symbols), list(intervals)]
          .filter((text) => text !== '')
          .join(symbols.size > SHOWN ? ', ' : ' ');
        return `${name} (${of})${likely.size === 0 ? '' : `; did you mean ${list(likely)}?`}`;
      });
  }
}

/** Names that a line lists. */
const SHOWN = 6;

function list(names: ReadonlySet<string>): string {
  const shown = [...names].slice(0, SHOWN).join(', ');
  return names.size > SHOWN ? `${shown} and ${grouped(names.size - SHOWN)} more` : shown;
}
