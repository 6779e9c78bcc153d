import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  type ArchiveObject,
  addDays,
  daysBetween,
  fileName,
  fileStem,
  formatKey,
  formatSidecar,
  type Series,
  sidecarKey,
} from '@tapehaul/archive';
import { cacheFolder } from '@tapehaul/testkit';
import type { ZipContent } from '@tapehaul/testkit/content';

/** Where corpora lie. */
const FOLDER = join(cacheFolder, 'bench');

/** What a corpus holds: spot series of one kind, a daily object for each day, a sidecar for each object. */
export interface CorpusSpec {
  /** Names its folder; another content wants another name. */
  readonly name: string;
  readonly symbols: readonly string[];
  readonly series: (symbol: string) => Series;
  readonly first: string;
  readonly days: number;
  /** Bytes of an object, about. */
  readonly objectBytes: number;
  readonly content: ZipContent;
}

/** Objects that were made for a benchmark. */
export interface Corpus extends CorpusSpec {
  /** Where its files lie, laid out as in the bucket. */
  readonly folder: string;
  /** Keys of the objects; each has a sidecar besides. */
  readonly keys: readonly string[];
}

/** Bytes of disk that a file takes beside its content, its sidecar's included. */
const BESIDE = 8_192;

/** Bytes of disk that the benchmark writes: the corpus and a server's copy unless they were made before, and what `runs` runs fetch. */
export function bytesWritten(spec: CorpusSpec, runs: number): number {
  const made = existsSync(join(FOLDER, spec.name)) ? 0 : 2;
  return (made + runs) * spec.symbols.length * spec.days * (spec.objectBytes + BESIDE);
}

/** The last day of a corpus. */
export function lastDay({ first, days }: CorpusSpec): string {
  return addDays(first, days - 1);
}

/** The corpus, made in `.cache/bench` unless that was done before; the same bytes on every machine. */
export async function corpusOf(spec: CorpusSpec): Promise<Corpus> {
  const objects = [...objectsOf(spec)];
  const folder = join(FOLDER, spec.name);
  if (!existsSync(folder)) await makeWhole(folder, (making) => writeObjects(spec, objects, making));
  return { ...spec, folder, keys: objects.map(formatKey) };
}

/** Has a folder made under a temporary name beside it, so that it is there whole or not at all. */
export async function makeWhole(folder: string, make: (making: string) => Promise<void>): Promise<void> {
  await mkdir(dirname(folder), { recursive: true });
  const making = await mkdtemp(`${folder}.`);
  try {
    await make(making);
    await rename(making, folder);
  } catch (error) {
    await rm(making, { recursive: true, force: true });
    throw error;
  }
}

function* objectsOf(spec: CorpusSpec): Generator<ArchiveObject> {
  for (const symbol of spec.symbols) {
    for (const period of daysBetween(spec.first, lastDay(spec))) {
      yield { ...spec.series(symbol), partition: 'daily', period };
    }
  }
}

async function writeObjects(
  { content }: CorpusSpec,
  objects: readonly ArchiveObject[],
  folder: string,
): Promise<void> {
  for (const object of objects) {
    const key = formatKey(object);
    await mkdir(dirname(join(folder, key)), { recursive: true });
    const csv = `${fileStem(object)}-${object.period}.csv`;
    const sha256 = await content(object, csv, join(folder, key));
    const sidecar = formatSidecar({ sha256, name: fileName(object) }, object.market);
    await writeFile(join(folder, sidecarKey(key)), sidecar);
  }
}
