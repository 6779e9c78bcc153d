/** How fast an earlier run was. */
export interface MeasuredRun {
  /** Files that it fetched, and their bytes. */
  readonly files: number;
  readonly bytes: number;
  /** How long it took for them; pauses are left out. */
  readonly seconds: number;
}

/** What is to be fetched. */
export interface Load {
  readonly files: number;
  readonly bytes: number;
  /** Most bytes a second; no limit without. */
  readonly mostBytesPerSecond?: number | undefined;
}

/** How long fetching takes, in seconds; null where nothing is known to go by. */
export interface TimeForecast {
  /** One run in two takes no longer. */
  readonly seconds_p50: number | null;
  /** Nine runs in ten take no longer. */
  readonly seconds_p90: number | null;
}

/** Runs below which their spread says little: the larger figure is then at least {@link UNSURE} times the smaller one. */
const FEW = 5;
const UNSURE = 1.5;

/**
 * How long it takes to fetch files, by how long earlier runs took. A run of small files is as slow as their number, one of large files
 * as their bytes; between the two lies a plan whose files have another size than those of the run.
 */
export function forecastTime(
  { files, bytes, mostBytesPerSecond }: Load,
  runs: readonly MeasuredRun[],
): TimeForecast {
  if (files === 0) return { seconds_p50: 0, seconds_p90: 0 };
  const times = runs
    .filter((run) => run.files > 0 && run.seconds > 0)
    .map((run) => {
      const byFiles = (files * run.seconds) / run.files;
      const byBytes = run.bytes > 0 && bytes > 0 ? (bytes * run.seconds) / run.bytes : byFiles;
      return { usual: Math.sqrt(byFiles * byBytes), longest: Math.max(byFiles, byBytes) };
    });
  if (times.length === 0) return { seconds_p50: null, seconds_p90: null };
  const least = mostBytesPerSecond === undefined ? 0 : bytes / mostBytesPerSecond;
  const usual = Math.max(
    least,
    quantile(
      times.map((time) => time.usual),
      0.5,
    ),
  );
  const longest = quantile(
    times.map((time) => time.longest),
    0.9,
  );
  const unsure = times.length < FEW ? UNSURE * usual : usual;
  return { seconds_p50: rounded(usual), seconds_p90: rounded(Math.max(longest, unsure)) };
}

/** The value that a share of all values do not exceed. */
function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
}

function rounded(seconds: number): number {
  return Math.round(seconds * 10) / 10;
}
