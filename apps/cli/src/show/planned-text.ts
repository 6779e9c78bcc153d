import { counted, grouped } from '@tapehaul/errors';

/** How many files a plan has, and how many of them are settled: held since an earlier run, and not checked again. */
export function plannedText(files: number, settled: number): string {
  return `${counted(files, 'file')}${settled === 0 ? '' : `, ${grouped(settled)} of them settled`}`;
}
