import { grouped, nearest, visible } from '@tapehaul/errors';
import { type CatalogReader, everyPage, everyRow, formatSeries } from '@tapehaul/workflow';

/** Names that are listed. */
const SHOWN = 4;

/** Says why no series is shown, of those whose names begin so: none is stale, or none is recorded, and which may be meant. */
export async function noSeriesText(record: Pick<CatalogReader, 'cells'>, prefix: string): Promise<string> {
  const names: string[] = [];
  for await (const { series } of everyRow(everyPage((page) => record.cells(page))))
    names.push(formatSeries(series));
  if (names.length === 0) return 'no series is recorded';
  const which = prefix === '' ? '' : ` whose name begins with ${visible(prefix)}`;
  if (names.some((name) => name.startsWith(prefix))) return `no series${which} is stale`;
  const symbol = prefix.toUpperCase();
  if (names.some((name) => symbolOf(name) === symbol)) return `no series of ${visible(symbol)} is stale`;
  return `no series${which} is recorded${likelyText(likelyNames(prefix, names))}`;
}

/** Names that contain the text, else those that are nearest, by the whole name or by the symbol. */
function likelyNames(text: string, names: readonly string[]): string[] {
  const wanted = text.toLowerCase();
  const containing = names.filter((name) => name.toLowerCase().includes(wanted));
  if (containing.length > 0) return containing;
  const likely = nearest(text, [...names, ...names.map(symbolOf)]);
  return names.filter((name) => name === likely || symbolOf(name) === likely);
}

function symbolOf(name: string): string {
  return name.split('/')[2] ?? '';
}

function likelyText(likely: readonly string[]): string {
  if (likely.length === 0) return '';
  const more = likely.length > SHOWN ? ` and ${grouped(likely.length - SHOWN)} more` : '';
  return `; did you mean ${likely
    .slice(0, SHOWN)
    .map((name) => visible(name))
    .join(', ')}${more}?`;
}
