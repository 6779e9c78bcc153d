/**
 * Gives signals that abort with a given one or with another. The same one for the same signal, since most calls of a run
 * share theirs and a signal of two costs as much as all else that is done to call for a small file.
 */
export function joinedWith(other: AbortSignal): (signal: AbortSignal) => AbortSignal {
  const joined = new WeakMap<AbortSignal, AbortSignal>();
  return (signal) => {
    const known = joined.get(signal);
    if (known !== undefined) return known;
    const either = AbortSignal.any([signal, other]);
    joined.set(signal, either);
    return either;
  };
}
