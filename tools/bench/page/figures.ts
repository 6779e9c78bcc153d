/** The middle one of some numbers. */
export function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}

/** A goal, and what was measured. */
export interface Goal {
  readonly goal: string;
  readonly is: number;
  readonly most: number;
  readonly unit: 'ms' | 'MB' | '';
}

/** A table in Markdown. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n');
}

/** The goals in Markdown, each met or missed. */
export function goalTable(goals: readonly Goal[]): string {
  const rows = goals.map(({ goal, is, most, unit }) => {
    const digits = unit === '' ? 3 : unit === 'MB' ? 1 : 0;
    const text = (number: number, places: number): string => `${number.toFixed(places)} ${unit}`.trim();
    const wanted = `≤ ${text(most, Number.isInteger(most) ? 0 : 2)}`;
    return [goal, text(is, digits), wanted, is <= most ? 'met' : '**missed**'];
  });
  return table(['goal', 'is', 'wanted', ''], rows);
}

/** A number of milliseconds as text. */
export const ms = (number: number): string => `${number.toFixed(0)} ms`;
