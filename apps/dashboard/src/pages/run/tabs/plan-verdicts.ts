/** Days that a run requested and the archive does not have. */
export interface ShownVerdict {
  readonly series: string;
  readonly days: string;
  readonly verdict: string;
  readonly reason: string;
}

/** The verdicts in the result of a run, as they are shown; none of a run that has no result. */
export function verdictsOf(result: unknown): ShownVerdict[] {
  const rows = fieldOf(result, 'verdicts');
  if (!Array.isArray(rows)) return [];
  return rows.map((row: unknown) => {
    const text = (name: string): string => {
      const value = fieldOf(row, name);
      return typeof value === 'string' ? value : '';
    };
    const series = ['market', 'data_type', 'symbol', 'interval'].map(text).filter((part) => part !== '');
    const [first, last] = [text('first'), text('last')];
    return {
      series: series.join(' '),
      days: first === last ? first : `${first} – ${last}`,
      verdict: text('verdict'),
      reason: text('reason'),
    };
  });
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
