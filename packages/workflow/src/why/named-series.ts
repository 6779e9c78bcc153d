import { formatSeries, type SeriesParts } from '@tapehaul/archive';
import { type CatalogReader, everyPage, everyRow } from '@tapehaul/catalog';
import { readIntervalName, readMarketName, readTypeName } from '@tapehaul/config';
import type { SeriesFilter } from '@tapehaul/coverage';
import { grouped, nearest, TapehaulError } from '@tapehaul/errors';

/** Names that an error lists. */
const SHOWN = 8;

/**
 * The recorded series that is meant by parts of its name in any order, such as `BTCUSDT 1h` or `spot/klines/BTCUSDT/1h`.
 * Rejects with a TapehaulError `config_invalid`: without a symbol, for a series of which nothing is recorded, with the
 * nearest recorded names, and where several are meant, with their names.
 */
export async function namedSeries(record: CatalogReader, words: readonly string[]): Promise<SeriesParts> {
  const filter = filterOf(words);
  const found = await seriesOf(record, filter);
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  const written = words.join(' ');
  if (only === undefined) throw await unknownName(record, written, filter);
  const names = found.map(formatSeries);
  throw new TapehaulError(
    'config_invalid',
    `${written} is the name of ${grouped(names.length)} recorded series`,
    {
      facts: { series: names },
      hint: `Name one of them: ${listOf(names)}.`,
    },
  );
}

/** What words mean: names of a market, a type and an interval in any usual spelling, and a symbol. */
function filterOf(words: readonly string[]): SeriesFilter & { readonly symbols: readonly [string] } {
  const parts: { market?: string; dataType?: string; interval?: string } = {};
  const symbols: string[] = [];
  for (const word of words) {
    const [market, dataType, interval] = [readMarketName(word), readTypeName(word), readIntervalName(word)];
    if (market !== undefined && parts.market === undefined) parts.market = market;
    else if (dataType !== undefined && parts.dataType === undefined) parts.dataType = dataType;
    else if (interval !== undefined && parts.interval === undefined) parts.interval = interval;
    else symbols.push(word.toUpperCase());
  }
  const [symbol, ...others] = symbols;
  if (symbol !== undefined && others.length === 0 && !/[*?]/.test(symbol)) {
    return { ...parts, symbols: [symbol] };
  }
  const found = symbols.length === 0 ? 'no symbol' : symbols.join(', ');
  throw new TapehaulError('config_invalid', `expected one symbol, found ${found}`, {
    facts: { words },
    hint: 'Name a series and a day, such as BTCUSDT 1h 2025-06-14 or spot/klines/BTCUSDT/1h 2025-06-14.',
  });
}

async function seriesOf(record: CatalogReader, filter: SeriesFilter): Promise<SeriesParts[]> {
  const found: SeriesParts[] = [];
  for await (const { series } of everyRow(everyPage((page) => record.cells({ ...filter, ...page })))) {
    found.push(series);
  }
  return found;
}

async function unknownName(
  record: CatalogReader,
  written: string,
  filter: SeriesFilter & { readonly symbols: readonly [string] },
): Promise<TapehaulError> {
  const [symbol] = filter.symbols;
  const all = await seriesOf(record, {});
  const known = new Set(all.map((series) => series.symbol));
  const likely = known.has(symbol) ? symbol : nearest(symbol, known);
  const names = all.filter((series) => series.symbol === likely).map(formatSeries);
  const hint =
    all.length === 0
      ? 'Collect something first.'
      : names.length === 0
        ? 'List what is recorded: tapehaul coverage.'
        : `Nearest recorded: ${listOf(names)}.`;
  return new TapehaulError('config_invalid', `nothing is recorded of a series ${written}`, {
    facts: { words: written, nearest: names },
    hint,
  });
}

function listOf(names: readonly string[]): string {
  const more = names.length > SHOWN ? `, and ${grouped(names.length - SHOWN)} more` : '';
  return names.slice(0, SHOWN).join(', ') + more;
}
