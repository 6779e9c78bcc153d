import { counted, grouped } from '@tapehaul/errors';
import type { RunCoverage } from '@tapehaul/workflow';
import { section } from '../section.ts';
import { incompleteSeries } from './series-lines.ts';

/** The series of a run of which days are missing, and how many of them are not listed; nothing where none is. */
export function incompleteLines(coverage: RunCoverage | null, most?: number): string[] {
  if (coverage === null || coverage.missing === 0) return [];
  const listed = incompleteSeries(coverage);
  const { incomplete, held, expected } = coverage;
  const title = `Days missing in ${grouped(incomplete)} of ${counted(coverage.series, 'series', 'series')} (${grouped(held)} of ${counted(expected, 'day')} held)`;
  const more = incomplete - listed.length;
  const rest =
    more > 0 ? [`  … and ${counted(more, 'more series', 'more series')} (tapehaul coverage lists all)`] : [];
  return [...section(title, listed, most), ...rest];
}
