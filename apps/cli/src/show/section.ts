import { grouped, visible } from '@tapehaul/errors';

/** Lines of a section that are shown unless more are wanted. */
export const SHOWN = 20;

/** Lines under a title, at most twenty of them unless more are wanted. */
export function section(title: string, lines: readonly string[], most: number = SHOWN): string[] {
  if (lines.length === 0) return [];
  const shown = lines.slice(0, most).map((line) => `  ${visible(line)}`);
  const more = lines.length > most ? [`  … and ${grouped(lines.length - most)} more (--json lists all)`] : [];
  return ['', `${title}:`, ...shown, ...more];
}
