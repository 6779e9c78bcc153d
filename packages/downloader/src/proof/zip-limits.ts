import { TapehaulError } from '@tapehaul/errors';

/** Entries of a zip; those of the archive have one. */
const MOST_ENTRIES = 16;
/** Bytes that come out of a zip in all: many times what the largest file of the archive holds. */
const MOST_INFLATED = 128 * 2 ** 30;
/** Times that a zip's content may be larger than the zip. Candles of a market without trades reach some thirty. */
const MOST_RATIO = 250;
/** Content up to this size, in bytes, costs nothing to speak of, whatever its ratio. */
const HARMLESS = 16 * 2 ** 20;

/** Throws a TapehaulError `zip_refused` for a zip that states more entries than any of the archive has. */
export function checkEntryCount(entries: number): void {
  if (entries <= MOST_ENTRIES) return;
  throw refused(`the zip has ${entries} entries, expected 1 (at most ${MOST_ENTRIES} are accepted)`, {
    entries,
  });
}

/** Throws a TapehaulError `zip_refused` for an entry at the place of another one, as bombs have them; notes its place. */
export function checkOwnPlace(place: number, places: Set<number>): void {
  if (places.has(place)) throw refused('two entries of the zip are the same bytes of it', { place });
  places.add(place);
}

/** Most bytes that may come out of a zip of that size; more than that is a zip bomb. */
function mostInflated(zipBytes: number): number {
  return Math.min(MOST_INFLATED, Math.max(HARMLESS, zipBytes * MOST_RATIO));
}

/** Throws a TapehaulError `zip_refused` for content, stated or inflated so far, of more bytes than may come out. */
export function checkInflated(bytes: number, zipBytes: number): void {
  const most = mostInflated(zipBytes);
  if (bytes <= most) return;
  const message = `the zip of ${zipBytes} bytes holds ${bytes} bytes or more, at most ${most} are accepted`;
  throw refused(message, { zipBytes, inflated: bytes, most });
}

function refused(message: string, facts: Readonly<Record<string, unknown>>): TapehaulError {
  const hint =
    'No file of the archive is like that: check source.endpoint and who serves it. Nothing was kept.';
  return new TapehaulError('zip_refused', message, { facts, hint });
}
