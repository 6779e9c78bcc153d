/** Bytes of reports after which a batch keeps no further one: those of a batch that is given back again and again have an end. */
export const MOST_REPORTED: number = 2 ** 20;

/** A report on a batch as it is stored: a line of the text that a batch keeps. */
export function reportText(report: unknown): string {
  return JSON.stringify(report ?? null);
}

/** The reports on a batch, as lines of {@link reportText}. */
export function storedReports(text: string): unknown[] {
  return text.split('\n').map((line): unknown => JSON.parse(line));
}
