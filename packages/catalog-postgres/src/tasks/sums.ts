/** The sum under a key, made where there is none. */
export function entry<Sum>(sums: Map<string, Sum>, key: string, make: () => Sum): Sum {
  const known = sums.get(key);
  if (known !== undefined) return known;
  const made = make();
  sums.set(key, made);
  return made;
}

/** Sums in an order: by the first of what is given of each, then by the next. */
export function inOrder<Sum>(
  sums: ReadonlyMap<string, Sum>,
  ...parts: readonly ((sum: Sum) => number | string)[]
): Sum[] {
  return [...sums.values()].sort((a, b) => {
    for (const part of parts) {
      const [ofA, ofB] = [part(a), part(b)];
      if (ofA !== ofB) return ofA < ofB ? -1 : 1;
    }
    return 0;
  });
}
