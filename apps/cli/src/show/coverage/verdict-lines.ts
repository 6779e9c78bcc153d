import { grouped } from '@tapehaul/errors';
import type { UnknownSeries, VerdictRecord } from '@tapehaul/workflow';
import { dayRange } from '../folded.ts';

/** Verdicts with the same type, span and reason. */
interface VerdictGroup extends Pick<VerdictRecord, 'market' | 'data_type' | 'verdict'> {
  /** The symbol that was likely meant, by the symbol that was requested. */
  readonly symbols: Map<string, string | undefined>;
  readonly intervals: Set<string>;
}

/** Gathers verdicts: those of the same type, span and reason become one line, with their symbols and intervals. */
export class VerdictLines {
  readonly #groups = new Map<string, VerdictGroup>();

  add({ market, data_type, symbol, interval, first, last, verdict, reason, likely }: VerdictRecord): void {
    const name = `${market} ${data_type} ${dayRange(first, last)}: ${verdict}, ${reason}`;
    const group = this.#groups.get(name) ?? {
      market,
      data_type,
      verdict,
      symbols: new Map<string, string | undefined>(),
      intervals: new Set<string>(),
    };
    group.symbols.set(symbol, likely);
    if (interval !== null) group.intervals.add(interval);
    this.#groups.set(name, group);
  }

  /** The lines, without what is reported as unknown to the archive elsewhere. */
  lines(reported: readonly UnknownSeries[] = []): string[] {
    const said = new Set(
      reported.flatMap(({ market, data_types, symbol }) =>
        data_types.map((type) => subjectOf(market, type, symbol)),
      ),
    );
    const isSaid = ({ market, data_type, verdict }: VerdictGroup, symbol: string): boolean =>
      verdict === 'never_existed' &&
      [symbol, null].some((name) => said.has(subjectOf(market, data_type, name)));
    return [...this.#groups]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([name, group]) => {
        const symbols = [...group.symbols].filter(([symbol]) => !isSaid(group, symbol));
        return symbols.length === 0 ? [] : [lineOf(name, symbols, group.intervals)];
      });
  }
}

/** What a verdict is about; null for all symbols. */
function subjectOf(market: string, type: string, symbol: string | null): string {
  return JSON.stringify([market, type, symbol]);
}

function lineOf(
  name: string,
  symbols: readonly (readonly [string, string | undefined])[],
  intervals: ReadonlySet<string>,
): string {
  const names = new Set(symbols.map(([symbol]) => symbol));
  const likely = new Set(symbols.map(([, meant]) => meant).filter((meant) => meant !== undefined));
  const of = [list(names), list(intervals)]
    .filter((text) => text !== '')
    .join(names.size > SHOWN ? ', ' : ' ');
  return `${name} (${of})${likely.size === 0 ? '' : `; did you mean ${list(likely)}?`}`;
}

/** Names that a line lists. */
const SHOWN = 6;

function list(names: ReadonlySet<string>): string {
  const shown = [...names].slice(0, SHOWN).join(', ');
  return names.size > SHOWN ? `${shown} and ${grouped(names.size - SHOWN)} more` : shown;
}
