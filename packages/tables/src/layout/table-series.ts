import { formatSeries, isSymbol, knownSeries, type Series, type SeriesParts } from '@tapehaul/archive';

/** The series with these parts. Throws a RangeError when this version knows none, or no symbol is written like that. */
export function tableSeries(parts: SeriesParts): Series {
  const series = knownSeries(parts);
  if (series !== undefined && isSymbol(series.symbol)) return series;
  throw new RangeError(`not a series of the archive: ${formatSeries(parts)}`);
}
