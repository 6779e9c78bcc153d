import { nearest, type Problem } from '@tapehaul/errors';
import { found, withSuggestion } from '../values/problems.ts';
import { isRecord } from '../values/records.ts';

/** Words in the name of a key that speak of where data come from or go to. */
const PLACES = wordSet(
  'url uri endpoint host bucket path dir directory folder prefix source src dest destination target output outputs',
  'mirror region storage upload',
);

/**
 * Words that speak of a place, of what is fetched, or of its proof. Such a key is never ignored: its effect would be missing
 * without a message.
 */
const WEIGHTY = wordSet(
  ...PLACES,
  'market markets symbol symbols pair pairs ticker tickers asset assets coin coins',
  'interval intervals timeframe date dates start end begin from until since day days month months year years',
  'exclude include filter limit max min skip only checksum checksums verify validate hash proof partition type types',
);

/** Words in the names of keys whose addresses are no places of data. */
const ELSEWHERE = wordSet(
  'doc docs documentation homepage help wiki ticket issue repo repository git license contact owner author',
  'webhook slack email notification notifications notify alert alerts alerting monitoring dashboard sentry',
  'log logs logging cache tmp temp pid lock',
);

/** An address or a path: `s3://bucket`, `https://host`, `/mnt/data`, `~/data`, `arn:aws:s3:::bucket`. */
const ADDRESS = /^(?:[a-z][a-z\d+.-]*:\/\/|arn:|~?\/|\.{1,2}\/)/i;

/** What to say of an unknown key, and whether it may be passed over. */
export interface UnknownKey {
  readonly problem: Problem;
  /** Whether it may change what is fetched, from where or to where. */
  readonly isWeighty: boolean;
}

/** Reads a key that nothing is known of: its name, and its value, in which a place may be named. */
export function unknownKey(path: string, key: string, value: unknown, known: readonly string[]): UnknownKey {
  if (wordsOf(key).some((word) => WEIGHTY.has(word))) {
    const message =
      'unknown key that may affect what is downloaded, its source or its destination: correct or remove it';
    return { problem: withSuggestion({ path, message }, nearest(key, known)), isWeighty: true };
  }
  const [at, place] = placeIn(path, key, value) ?? [];
  if (at !== undefined)
    return { problem: { path: at, message: `${found(place)}: ${WRITE}` }, isWeighty: true };
  return {
    problem: withSuggestion({ path, message: 'unknown key, ignored' }, nearest(key, known)),
    isWeighty: false,
  };
}

const WRITE =
  'write "source" if the archive is read from there, "output_directory" or "storage" if files go there; otherwise remove this key';

/** The first value within an unknown one that names a place, by its form or by its key. */
function placeIn(
  path: string,
  key: string,
  value: unknown,
): readonly [path: string, place: unknown] | undefined {
  const open: (readonly [path: string, key: string, value: unknown])[] = [[path, key, value]];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    const [at, name, part] = one;
    const words = wordsOf(name);
    if (words.some((word) => ELSEWHERE.has(word))) continue;
    if (typeof part === 'string') {
      const isPlace = ADDRESS.test(part.trim()) || words.some((word) => PLACES.has(word));
      if (isPlace) return [at, part];
    } else if (Array.isArray(part)) {
      open.push(...part.map((entry, index) => [`${at}[${index}]`, name, entry] as const).toReversed());
    } else if (isRecord(part)) {
      const inner = Object.entries(part).map(([leaf, entry]) => [`${at}.${leaf}`, leaf, entry] as const);
      open.push(...inner.toReversed());
    }
  }
  return undefined;
}

function wordsOf(key: string): string[] {
  return key
    .replace(/([a-z\d])(?=[A-Z])/g, '$1_')
    .toLowerCase()
    .split(/[^\p{L}\d]+/u);
}

function wordSet(...lines: readonly string[]): ReadonlySet<string> {
  return new Set(lines.flatMap((line) => line.split(' ')));
}
