/**
 * The cases of a long table that a test tries: all of them with `TAPEHAUL_TRIALS=full`, which `.ci/run` sets, else of each kind
 * the first, and after it one in `every`, always the same ones.
 */
export function someOf<const T>(
  cases: readonly T[],
  every: number,
  kindOf: (value: T) => unknown = () => '',
): readonly T[] {
  if (process.env.TAPEHAUL_TRIALS === 'full') return cases;
  const places = new Map<unknown, number>();
  return cases.filter((value) => {
    const kind = kindOf(value);
    const place = places.get(kind) ?? 0;
    places.set(kind, place + 1);
    return place % every === 0;
  });
}
