import { createHash } from 'node:crypto';
import { mkdir, rm, stat } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { asTapehaulError, stoppedBy, TapehaulError } from '@tapehaul/errors';
import { openParquetFiles, type ParquetFiles, publishTable } from '@tapehaul/lake';
import { partitionPath } from '@tapehaul/tables';
import { type BuiltSeries, builtPeriods } from '../views/built-series.ts';
import type { LeftOutSeries } from './freqtrade-file.ts';
import { type FreqtradePlan, planFreqtrade } from './plan-freqtrade.ts';

/** How files of freqtrade are written. */
export interface WriteFreqtradeOptions {
  /** Folder of freqtrade's data of Binance, such as `user_data/data/binance`. It is made where it is missing. */
  readonly out: string;
  /** Whether files are replaced that another program wrote. */
  readonly overwrite?: boolean;
  readonly signal: AbortSignal;
}

/** A file of freqtrade, and whether it was written. */
export interface WrittenFreqtradeFile {
  readonly series: BuiltSeries['series'];
  /** Below the folder of freqtrade's data, with `/`. */
  readonly path: string;
  /** `kept`: another program wrote the file, and it stays. */
  readonly state: 'written' | 'up_to_date' | 'kept';
  /** Null where another program wrote it. */
  readonly rows: number | null;
}

/** Rises with every change that changes files. */
const VERSION = 1;
const METADATA_KEY = 'tapehaul_freqtrade';
/** Folder for files in progress, below that of freqtrade's data; freqtrade reads none of its files. */
const UNFINISHED = '.tapehaul-unfinished';
const DURABILITY = 'file';

/**
 * Writes the files of freqtrade of some series, in its Parquet format, one after the other, and yields each. A file whose tables have not changed
 * since it was written is left alone. Each is written beside its place, then renamed: freqtrade never reads a part. Rejects with a
 * TapehaulError: `config_invalid` where the folder is within the output directory, `table_writer_missing` without DuckDB, those of the
 * disk, and `cancelled` once the signal aborts: what is written by then stays.
 */
export async function* writeFreqtrade(
  outputDirectory: string,
  series: readonly BuiltSeries[],
  { out, overwrite = false, signal }: WriteFreqtradeOptions,
): AsyncGenerator<WrittenFreqtradeFile, { readonly leftOut: readonly LeftOutSeries[] }, void> {
  const [root, folder] = [resolve(outputDirectory), resolve(out)];
  refuseInside(root, folder);
  const staging = join(folder, UNFINISHED);
  const plan = planFreqtrade(series);
  const files = await openParquetFiles({ staging });
  try {
    await mkdir(folder, { recursive: true });
    await rm(staging, { recursive: true, force: true });
    for (const file of plan.files) {
      if (signal.aborted) throw stoppedBy(signal);
      const written = await writeOne({ root, folder, files, overwrite, signal }, file);
      if (written !== undefined) yield written;
    }
    return { leftOut: plan.leftOut };
  } catch (thrown) {
    throw asTapehaulError(thrown, signal);
  } finally {
    files.close();
    await rm(staging, { recursive: true, force: true });
  }
}

interface Writing extends Pick<WriteFreqtradeOptions, 'overwrite' | 'signal'> {
  readonly root: string;
  readonly folder: string;
  readonly files: ParquetFiles;
}

async function writeOne(
  { root, folder, files, overwrite, signal }: Writing,
  { series, path, columns, built }: FreqtradePlan['files'][number],
): Promise<WrittenFreqtradeFile | undefined> {
  const periods = await builtPeriods(root, built);
  const tables = await standing(periods.map((period) => join(root, partitionPath({ series, period }))));
  if (tables.length === 0) return undefined;
  const madeOf = fingerprint(root, tables);
  const place = join(folder, path);
  const described = await files.describe(place, signal);
  const before = described?.metadata[METADATA_KEY];
  if (described !== undefined && before === madeOf)
    return { series, path, state: 'up_to_date', rows: described.rows };
  if (before === undefined && overwrite !== true && (await standing([place])).length > 0)
    return { series, path, state: 'kept', rows: null };
  const metadata = { [METADATA_KEY]: madeOf };
  const order = {
    files: tables.map((table) => table.path),
    columns,
    metadata,
    durability: DURABILITY,
  } as const;
  const staged = await files.stage(order, signal);
  const rows = (await files.describe(staged.path, signal))?.rows ?? 0;
  await publishTable(staged, { root: folder, path, durability: DURABILITY });
  return { series, path, state: 'written', rows };
}

/** A file that exists. */
interface StandingFile {
  readonly path: string;
  readonly bytes: number;
  readonly mtimeMs: number;
}

/** Those of some files that exist. */
async function standing(paths: readonly string[]): Promise<readonly StandingFile[]> {
  const found: StandingFile[] = [];
  for (const path of paths) {
    try {
      const { size: bytes, mtimeMs } = await stat(path);
      found.push({ path, bytes, mtimeMs });
    } catch (thrown) {
      const error = asTapehaulError(thrown);
      if (error.facts.errno !== 'ENOENT') throw error;
    }
  }
  return found;
}

/** What a file is made of: sizes and times of the files of its table, which a build replaces. */
function fingerprint(root: string, tables: readonly StandingFile[]): string {
  const parts = tables.map(({ path, bytes, mtimeMs }) => [relative(root, path), bytes, mtimeMs]);
  return createHash('sha256')
    .update(JSON.stringify([VERSION, ...parts]))
    .digest('hex');
}

/** The output directory holds tapehaul's own files only: other programs read them by pattern. */
function refuseInside(root: string, folder: string): void {
  const below = relative(root, folder);
  if (below.split(sep)[0] === '..' || isAbsolute(below)) return;
  throw new TapehaulError('config_invalid', `${folder} is within the output directory ${root}`, {
    facts: { folder, root },
    hint: 'Name the data folder of freqtrade, such as user_data/data/binance.',
  });
}
