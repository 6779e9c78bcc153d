import { readIntervalName, readMarketName, readTypeName } from '@tapehaul/config';
import { visible } from '@tapehaul/errors';

const READERS = { market: readMarketName, type: readTypeName, interval: readIntervalName };

/** Names that flags may give in the spelling of another tool. */
type Names = { readonly [Flag in keyof typeof READERS]?: string };

/**
 * The names of the archive that flags mean, as a configuration would be read: `um` is futures_um, `candles` is klines. Warns
 * on stderr of each that is read as another; what cannot be read stays as it is.
 */
export function archiveNames<Given extends Names>(given: Given): Given {
  const read = (Object.keys(READERS) as (keyof typeof READERS)[]).flatMap((flag) => {
    const text = given[flag];
    const ours = text === undefined ? undefined : READERS[flag](text);
    if (text === undefined || ours === undefined || ours === text) return [];
    process.stderr.write(`warning  --${flag} "${visible(text)}" is read as ${ours}\n`);
    return [[flag, ours] as const];
  });
  return { ...given, ...Object.fromEntries(read) };
}
