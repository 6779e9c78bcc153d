/** A name without regard to case and separators: `um_futures`, `UM Futures` and `um-futures` are one. */
export function folded(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/** A table of other spellings, by folded spelling. */
export function spellings<Name extends string>(
  names: Readonly<Record<Name, readonly string[]>>,
): ReadonlyMap<string, Name> {
  const entries = Object.entries(names) as [Name, readonly string[]][];
  return new Map(
    entries.flatMap(([name, others]) => [name, ...others].map((one) => [folded(one), name] as const)),
  );
}
