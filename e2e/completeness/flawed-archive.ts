import { createHash } from 'node:crypto';
import { sidecarOwner } from '@tapehaul/archive';
import {
  type ListedSymbol,
  type ObjectInfo,
  type ObjectSource,
  syntheticSource,
} from '@tapehaul/archive-simulator';

/** What is wrong with an archive. Keys are of zips, and may be added and removed while it is served. */
export interface Flaws {
  /** Neither listed nor served, nor are their sidecars. */
  readonly missing: Set<string>;
  /** Monthly zips that hold a fifth of their rows. */
  readonly short: Set<string>;
  /** Zips with other prices than at first, and true sidecars of them. */
  readonly replaced: Set<string>;
  /** Zips whose sidecars have the digest of other bytes. */
  readonly staleSidecar: Set<string>;
  /** Zips without sidecars. */
  readonly bare: Set<string>;
}

/** No flaws. */
export function noFlaws(): Flaws {
  const none = (): Set<string> => new Set();
  return { missing: none(), short: none(), replaced: none(), staleSidecar: none(), bare: none() };
}

const ROWS = 20;
const SHORT_ROWS = 4;
const WRONG_DIGEST = '0'.repeat(64);

/** An archive on one day, with flaws that are looked up at each request. */
export function flawedArchive(today: string, flaws: Flaws, symbols?: readonly ListedSymbol[]): ObjectSource {
  const made = { now: new Date(`${today}T12:00:00Z`), ...(symbols && { symbols }) };
  const sources = {
    usual: syntheticSource({ ...made, maxRows: ROWS }),
    short: syntheticSource({ ...made, maxRows: SHORT_ROWS }),
    replaced: syntheticSource({ ...made, maxRows: ROWS, seed: 2 }),
  };
  const sourceOf = (zip: string): ObjectSource =>
    sources[flaws.short.has(zip) ? 'short' : flaws.replaced.has(zip) ? 'replaced' : 'usual'];

  /** A sidecar that is wrong: a day later than its zip, as when only that was published again. */
  const wrongSidecar = (key: string): Buffer | undefined => {
    const zip = sidecarOwner(key);
    if (zip === undefined || !flaws.staleSidecar.has(zip)) return undefined;
    return Buffer.from(`${WRONG_DIGEST}  ${zip.slice(zip.lastIndexOf('/') + 1)}`);
  };

  async function stat(key: string): Promise<ObjectInfo | undefined> {
    const zip = sidecarOwner(key) ?? key;
    if (flaws.missing.has(zip) || (zip !== key && flaws.bare.has(zip))) return undefined;
    const info = await sourceOf(zip).stat(key);
    const wrong = wrongSidecar(key);
    if (info === undefined || wrong === undefined) return info;
    return { ...info, size: wrong.length, etag: createHash('md5').update(wrong).digest('hex') };
  }

  return {
    stat,
    async *read(key, span) {
      const wrong = wrongSidecar(key);
      if (wrong !== undefined) yield wrong.subarray(span.start, span.end);
      else yield* sourceOf(sidecarOwner(key) ?? key).read(key, span);
    },
    async list(request) {
      const page = await sources.usual.list(request);
      const entries = await Promise.all(
        page.entries.map(async (entry) => {
          if (entry.kind === 'prefix') return entry;
          const object = await stat(entry.object.key);
          return object && { ...entry, object };
        }),
      );
      return { ...page, entries: entries.filter((entry) => entry !== undefined) };
    },
  };
}
