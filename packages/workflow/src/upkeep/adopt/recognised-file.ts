import { basename } from 'node:path/posix';
import {
  type ArchiveObject,
  asDataType,
  asInterval,
  asMarket,
  DATA_TYPES,
  INTERVALS,
  isCandleType,
  isZip,
  MARKET_PREFIX,
  MARKETS,
  PARTITIONS,
  parseKey,
  sidecarOwner,
  withoutZip,
} from '@tapehaul/archive';
import { likelyMeant, TapehaulError } from '@tapehaul/errors';
import { objectAt } from '@tapehaul/planner';
import type { FoundFile } from '../walk-folder.ts';
import { lakeSeriesOf } from './lake-series.ts';

/** What a person says of a folder whose paths do not say it: where it belongs in the archive, or what its files are. */
export interface FolderMeaning {
  /** Prefix of the archive that the folder stands for, such as `data/spot/daily/klines/BTCUSDT/1h`. */
  readonly as?: string;
  /** Market, data type and interval of files that lie without folders of the archive. */
  readonly market?: string;
  readonly type?: string;
  readonly interval?: string;
}

/**
 * Why a file of a folder is not taken: it is a symbolic link, a pipe or the like, a folder that cannot be read, no zip, a sidecar without its zip; its name is none of the
 * archive; its name does not fit its folder; neither says its market and type; it is not of the interval that was given;
 * another file of the folder is the same object, and one of both is in place in the output directory (`second_copy`), or none
 * (`duplicate`).
 */
export type LeftReason =
  | 'symbolic_link'
  | 'not_a_file'
  | 'unreadable_folder'
  | 'not_a_zip'
  | 'lone_sidecar'
  | 'unknown_name'
  | 'misplaced'
  | 'unknown_place'
  | 'other_interval'
  | 'second_copy'
  | 'duplicate';

/** `BTCUSDT-1h-2025-07-01`, a file name without its ending: symbol, interval or type, and day or month. */
const NAME = /^(.+)-([^-]+)-(\d{4}-\d{2}(?:-\d{2})?)$/;

/**
 * Recognises the object that the zip at a path below a folder is, or says why it is none. Throws a TapehaulError `config_invalid` when
 * what is said of the folder has no place in the archive.
 */
export function recogniser(meaning: FolderMeaning): (path: string) => ArchiveObject | LeftReason {
  const prefix = meaning.as === undefined ? undefined : prefixOf(meaning.as);
  const meant = seriesMeant(meaning);
  return (path) => {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const byPath = objectAt(path);
    if (byPath !== undefined) return byPath;
    const byPrefix = prefix && (parseKey(`${prefix}/${path}`) ?? parseKey(`${prefix}/${name}`));
    if (byPrefix !== undefined && byPrefix !== '') return byPrefix;
    const [, symbol, layer, period] = NAME.exec(withoutZip(name)) ?? [];
    if (symbol === undefined || layer === undefined || period === undefined) return 'unknown_name';
    const inLake = meant === undefined ? lakeSeriesOf(path, layer) : undefined;
    if (inLake !== undefined && inLake.symbol !== symbol) return 'misplaced';
    const series = meant ?? (inLake && { ...inLake, interval: undefined });
    if (series === undefined)
      return isInArchiveFolder(path) || prefix !== undefined ? 'misplaced' : 'unknown_place';
    const partition = period.length === 'YYYY-MM'.length ? 'monthly' : 'daily';
    const folders = [MARKET_PREFIX[series.market], partition, series.type, symbol];
    if (!isCandleType(series.type)) return parseKey([...folders, name].join('/')) ?? 'misplaced';
    if (series.interval !== undefined && layer !== series.interval) return 'other_interval';
    return parseKey([...folders, layer, name].join('/')) ?? 'misplaced';
  };
}

/** Whether folders of a path are those of the archive, though the file in them does not belong there. */
function isInArchiveFolder(path: string): boolean {
  const parts = path.split('/');
  return parts.some(
    (part, at) => at > 0 && asDataType(part) !== undefined && isPartition(parts[at - 1] ?? ''),
  );
}

function isPartition(name: string): boolean {
  return PARTITIONS.some((partition) => partition === name);
}

/** The prefix as keys begin, without slashes at its ends. */
function prefixOf(given: string): string {
  const plain = given.replace(/^\/+|\/+$/g, '');
  const prefix = plain.startsWith('data/') || plain === 'data' ? plain : `data/${plain}`;
  const fits = Object.values(MARKET_PREFIX).some(
    (market) => `${prefix}/`.startsWith(`${market}/`) || market.startsWith(`${prefix}/`),
  );
  if (fits) return prefix;
  throw new TapehaulError('config_invalid', `--as is "${given}", expected a prefix of the archive`, {
    hint: 'For example: --as data/spot/daily/klines/BTCUSDT/1h',
  });
}

function seriesMeant({ market, type, interval }: FolderMeaning) {
  if (market === undefined && type === undefined && interval === undefined) return undefined;
  if (market === undefined || type === undefined) {
    throw new TapehaulError('config_invalid', 'flat files need both --market and --type', {
      hint: 'For example: --market spot --type klines --interval 1h',
    });
  }
  const series = {
    market: asMarket(market) ?? refused('--market', market, MARKETS),
    type: asDataType(type) ?? refused('--type', type, DATA_TYPES),
  };
  if (interval === undefined) return { ...series, interval };
  if (isCandleType(series.type)) {
    return { ...series, interval: asInterval(interval) ?? refused('--interval', interval, INTERVALS) };
  }
  throw new TapehaulError('config_invalid', `--interval is "${interval}", but ${type} has no intervals`, {
    hint: 'Leave out --interval.',
  });
}

function refused(flag: string, value: string, valid: readonly string[]): never {
  const likely = likelyMeant(value, valid);
  const meant = likely === undefined ? '' : ` (did you mean ${likely}?)`;
  throw new TapehaulError(
    'config_invalid',
    `${flag} is "${value}", expected one of ${valid.join(', ')}${meant}`,
  );
}

/** Why a file cannot be an object, whatever its path says. */
export function reasonByKind({ path, kind }: FoundFile): LeftReason | undefined {
  if (kind === 'link') return 'symbolic_link';
  if (kind === 'special') return 'not_a_file';
  if (kind === 'unreadable') return 'unreadable_folder';
  if (isZip(path)) return undefined;
  return sidecarOwner(path) === undefined ? 'not_a_zip' : 'lone_sidecar';
}

/** Whether a file is the sidecar of a zip beside it: it comes with that. */
export function isSidecarOfNeighbour({ path, kind, beside }: FoundFile): boolean {
  const owner = sidecarOwner(path);
  return kind === 'file' && owner !== undefined && beside.has(basename(owner));
}
