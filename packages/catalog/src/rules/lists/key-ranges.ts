import {
  type ArchiveObject,
  DATA_TYPES,
  fileStem,
  firstDayOf,
  isCandleType,
  lastDayOf,
  MARKET_PREFIX,
  MARKETS,
  monthOf,
  PARTITIONS,
  parseKey,
  seriesPrefix,
} from '@tapehaul/archive';
import type { KeyFilter } from '../../records/task-keys.ts';
import { compareText } from './compare-text.ts';

/**
 * The keys that fit a filter, as ranges: from any key it gives where the next can lie, so that a reader of an ordered list
 * skips whole folders without reading them.
 */
export class KeyRanges {
  readonly #filter: KeyFilter;
  readonly #ofObjects: boolean;
  /** What all keys begin with that may fit, in the order of keys; none begins with another. */
  readonly #roots: readonly string[];

  constructor(filter: KeyFilter) {
    const { prefix: _, ...parts } = filter;
    this.#filter = filter;
    this.#ofObjects = Object.values(parts).some((part) => part !== undefined);
    this.#roots = this.#ofObjects ? rootsOf(filter) : [filter.prefix ?? ''];
  }

  /** No key that fits lies before this one; undefined when none can fit. */
  get first(): string | undefined {
    return this.#roots[0];
  }

  isWanted(key: string): boolean {
    if (!key.startsWith(this.#filter.prefix ?? '')) return false;
    if (!this.#ofObjects) return true;
    const object = parseKey(key);
    return object !== undefined && fits(object, this.#filter);
  }

  /** Of a key that does not fit: no key that fits lies between it and this text; undefined when none lies behind it. */
  behind(key: string): string | undefined {
    for (const root of this.#roots) {
      if (key.startsWith(root)) return this.#behindWithin(key);
      if (compareText(root, key) > 0) return root;
    }
    return undefined;
  }

  #behindWithin(key: string): string {
    const object = parseKey(key);
    const next = keyAfter(key);
    if (object === undefined) return next;
    const bound = this.#boundOf(object, key);
    return compareText(bound, next) > 0 ? bound : next;
  }

  /** Where keys can fit behind that of an object whose interval or period does not. */
  #boundOf(object: ArchiveObject, key: string): string {
    const { interval, from } = this.#filter;
    const folder = seriesPrefix(object, object.partition);
    if (interval !== undefined && object.interval !== null && object.interval !== interval) {
      const symbol = folder.slice(0, -`${object.interval}/`.length);
      const wanted = `${symbol}${interval}/`;
      return compareText(wanted, key) > 0 ? wanted : behindAll(symbol);
    }
    if (from !== undefined && lastDay(object) < from) {
      const period = object.partition === 'daily' ? from : monthOf(from);
      return `${folder}${fileStem(object)}-${period}`;
    }
    return behindAll(folder);
  }
}

/** The first text behind a key. */
export function keyAfter(key: string): string {
  return `${key}\0`;
}

/** Behind all keys that begin so. */
export function behindAll(prefix: string): string {
  return `${prefix}\u{10ffff}`;
}

function rootsOf({ prefix = '', market, dataType, symbol, interval }: KeyFilter): string[] {
  const roots: string[] = [];
  for (const its of MARKETS) {
    if (market !== undefined && market !== its) continue;
    for (const partition of PARTITIONS) {
      for (const type of DATA_TYPES) {
        if (dataType !== undefined && dataType !== type) continue;
        if (interval !== undefined && !isCandleType(type)) continue;
        const layers = symbol === undefined ? [] : interval === undefined ? [symbol] : [symbol, interval];
        roots.push(`${[MARKET_PREFIX[its], partition, type, ...layers].join('/')}/`);
      }
    }
  }
  return roots
    .flatMap((root) => (root.startsWith(prefix) ? [root] : prefix.startsWith(root) ? [prefix] : []))
    .sort(compareText);
}

function fits(object: ArchiveObject, { market, dataType, symbol, interval, from, to }: KeyFilter): boolean {
  return (
    (market === undefined || object.market === market) &&
    (dataType === undefined || object.dataType === dataType) &&
    (symbol === undefined || object.symbol === symbol) &&
    (interval === undefined || object.interval === interval) &&
    (from === undefined || lastDay(object) >= from) &&
    (to === undefined || firstDay(object) <= to)
  );
}

function firstDay({ partition, period }: ArchiveObject): string {
  return partition === 'daily' ? period : firstDayOf(period);
}

function lastDay({ partition, period }: ArchiveObject): string {
  return partition === 'daily' ? period : lastDayOf(period);
}
