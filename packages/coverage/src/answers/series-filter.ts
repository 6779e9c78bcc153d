import type { SeriesParts } from '@tapehaul/archive';

/** Which series are requested; all that are left out are any. */
export interface SeriesFilter {
  readonly market?: string;
  readonly dataType?: string;
  readonly interval?: string;
  /** Symbols, any of them: names, or patterns such as `*USDT`, in which `*` stands for any text and `?` for one sign. */
  readonly symbols?: readonly string[];
}

/** Whether a series is one of those that are requested. */
export function isRequested(
  { market, dataType, symbol, interval }: SeriesParts,
  filter: SeriesFilter,
): boolean {
  const { symbols } = filter;
  return (
    (filter.market === undefined || filter.market === market) &&
    (filter.dataType === undefined || filter.dataType === dataType) &&
    (filter.interval === undefined || filter.interval === interval) &&
    (symbols === undefined || symbols.some((pattern) => fits(symbol, pattern)))
  );
}

/** Whether a name fits a pattern; takes at most the product of their lengths, whatever the pattern is. */
function fits(name: string, pattern: string): boolean {
  let at = 0;
  let star = -1;
  let resume = 0;
  let place = 0;
  while (at < name.length) {
    if (pattern[place] === '*') {
      star = place;
      resume = at;
      place += 1;
    } else if (place < pattern.length && (pattern[place] === '?' || pattern[place] === name[at])) {
      at += 1;
      place += 1;
    } else if (star === -1) return false;
    else {
      resume += 1;
      at = resume;
      place = star + 1;
    }
  }
  while (pattern[place] === '*') place += 1;
  return place === pattern.length;
}
