import { formatSeries, isSymbol, knownSeries, type Series, type SeriesParts } from '@tapehaul/archive';
import { TapehaulError } from '@tapehaul/errors';

/** The series with these parts. Throws a TapehaulError `config_invalid` when this version knows no such series. */
export function tableSeries(parts: SeriesParts): Series {
  const series = knownSeries(parts);
  if (series !== undefined && isSymbol(series.symbol)) return series;
  const name = formatSeries(parts);
  throw new TapehaulError(
    'config_invalid',
    `tables cannot be made of ${name}: it is no series of the archive`,
    {
      facts: { series: name },
      hint: 'Name a market, a data type and a symbol of the archive, and an interval for candles.',
    },
  );
}
