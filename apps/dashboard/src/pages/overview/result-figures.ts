/** How complete a set was at the end of a run, in days. */
export interface ResultFigures {
  readonly expected: number;
  readonly held: number;
  readonly ours: number;
  readonly archive: number;
}

/** The figures in the result of a run; undefined for one without, such as a run that did not finish. */
export function resultFigures(result: unknown): ResultFigures | undefined {
  const coverage = partOf(result, 'coverage');
  const [expected, held, ours, archive] = ['expected', 'held', 'ours', 'archive'].map((name) => {
    const value = partOf(coverage, name);
    return typeof value === 'number' ? value : undefined;
  });
  if (expected === undefined || held === undefined || ours === undefined || archive === undefined)
    return undefined;
  return { expected, held, ours, archive };
}

function partOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
