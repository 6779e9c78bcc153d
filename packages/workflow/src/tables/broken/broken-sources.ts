import { mkdir, open, readFile, rename, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { formatSeries, isMonth, type SeriesParts, seriesParts } from '@tapehaul/archive';
import type { TapehaulError } from '@tapehaul/errors';
import * as z from 'zod';
import { brokenSourcesFile, tableStaging } from '../../directory.ts';
import type { StoredSource } from '../../storage/source-files.ts';

const brokenSchema = z.object({
  key: z.string(),
  /** Below the output directory or the bucket. */
  path: z.string(),
  sha256: z.string(),
  /** When the file was recorded as held, in milliseconds since 1970 UTC: later once it was fetched again. */
  recorded_at: z.number(),
  /** Size and time of the file on this machine; null where it is in a bucket. */
  disk: z.string().nullable(),
  /** Name of its series, and its month or day. */
  series: z.string(),
  period: z.string(),
  /** Of a monthly file: whether the daily files were requested in its place. */
  days_requested: z.boolean(),
  code: z.string(),
  message: z.string(),
});

/** A file that could not be read as it was proved. */
type BrokenSource = z.output<typeof brokenSchema>;

/** A held file, with when it was recorded, in milliseconds since 1970 UTC. */
interface RecordedSource extends StoredSource {
  readonly recordedAt: number;
}

/** A month of a series whose file is broken. */
export interface BrokenMonth {
  readonly series: SeriesParts;
  /** `2025-07`. */
  readonly period: string;
}

/**
 * Files that a build of tables could not read as they were proved: they are not read again until they change, such as by being
 * fetched again. They are noted beside the manifest of tables; without that file, they are read once more.
 */
export class BrokenSources {
  readonly #root: string;
  readonly #known: Map<string, BrokenSource>;
  #isChanged = false;

  private constructor(root: string, known: readonly BrokenSource[]) {
    this.#root = root;
    this.#known = new Map(known.map((one) => [one.key, one]));
  }

  /** Reads what was noted in an output directory, as far as these files are on this machine as they were. */
  static async read(root: string): Promise<BrokenSources> {
    const lines = (await readFile(brokenSourcesFile(root), 'utf8').catch(() => '')).split('\n');
    const noted = lines.flatMap((line) => brokenOf(line) ?? []);
    const known: BrokenSource[] = [];
    for (const one of noted) if (one.disk === (await diskOf(root, one.path))) known.push(one);
    return new BrokenSources(root, known);
  }

  /** Whether a file is known to be broken, and has not changed since. */
  has({ key, sha256, recordedAt }: Pick<RecordedSource, 'key' | 'sha256' | 'recordedAt'>): boolean {
    const known = this.#known.get(key);
    return known?.sha256 === sha256 && known.recorded_at === recordedAt;
  }

  /** Months whose files are broken, and whose daily files were not requested in their place. */
  get monthsWithoutDays(): readonly BrokenMonth[] {
    const months = [...this.#known.values()].filter((one) => isMonth(one.period) && !one.days_requested);
    return months.map(({ series, period }) => ({ series: seriesParts(series), period }));
  }

  /** Notes that a file of a series turned out to be broken. */
  async note(of: SeriesParts, source: RecordedSource, { code, message }: TapehaulError): Promise<void> {
    const { key, storedPath: path, sha256, recordedAt: recorded_at, period } = source;
    const disk = await diskOf(this.#root, path);
    const series = formatSeries(of);
    this.#known.set(key, {
      ...{ key, path, sha256, recorded_at, disk, series, period },
      ...{ days_requested: false, code, message },
    });
    this.#isChanged = true;
  }

  /** Notes that the daily files of a month were requested in place of its file, if that is broken. */
  requestedDays(key: string): void {
    const known = this.#known.get(key);
    if (known === undefined) return;
    this.#known.set(key, { ...known, days_requested: true });
    this.#isChanged = true;
  }

  /** Notes that a file was read whole. */
  forget(key: string): void {
    if (this.#known.delete(key)) this.#isChanged = true;
  }

  /** Writes what was noted, if anything: the file appears whole, or stays as it was. */
  async write(): Promise<void> {
    if (!this.#isChanged) return;
    const file = brokenSourcesFile(this.#root);
    const part = join(tableStaging(this.#root), 'broken.ndjson');
    await mkdir(dirname(file), { recursive: true });
    await mkdir(dirname(part), { recursive: true });
    const handle = await open(part, 'w');
    try {
      await handle.writeFile([...this.#known.values()].map((one) => `${JSON.stringify(one)}\n`).join(''));
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(part, file);
    this.#isChanged = false;
  }
}

function brokenOf(line: string): BrokenSource | undefined {
  try {
    return brokenSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

/** Size and time of a file on this machine; null where there is none. */
async function diskOf(root: string, path: string): Promise<string | null> {
  try {
    const { size, mtimeMs } = await stat(join(root, path));
    return `${size} ${mtimeMs}`;
  } catch {
    return null;
  }
}
