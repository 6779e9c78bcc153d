import { explainDays } from '@tapehaul/workflow';
import { type DirectoryOptions, outputDirectory, readRecord } from '../../options/output-directory.ts';
import { whyPage } from '../../show/coverage/why-page.ts';
import { print, printJson } from '../../show/print.ts';

/** Options of `tapehaul why`. */
export interface WhyOptions extends DirectoryOptions {
  readonly json?: boolean;
}

/** Explains some days of a series from the record; gives the exit status. Rejects with a TapehaulError for a series that is not recorded. */
export async function why(words: readonly string[], { json = false, ...place }: WhyOptions): Promise<number> {
  // Paths as Windows has them, too: what is no path has no backslash.
  const named = words.map((word) => word.replaceAll('\\', '/'));
  const report = await readRecord(place, (record) => explainDays(record, named));
  if (json) printJson({ kind: 'why', ...report });
  else print(whyPage(report, outputDirectory(place)));
  return 0;
}
