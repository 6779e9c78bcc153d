/** Tasks of a class in a batch. */
export interface ClassSum {
  readonly classId: number;
  readonly batch: number;
  tasks: number;
  bytes: number;
}

/** Tasks that ended in a slot of a timeline. */
export interface Slot {
  readonly run: number;
  readonly unit: number;
  readonly slot: number;
  readonly state: string;
  tasks: number;
  bytes: number;
}

/** Attempts of a name in a slot of a timeline. */
export interface Activity {
  readonly run: number;
  readonly name: string;
  readonly unit: number;
  readonly slot: number;
  begun: number;
  ended: number;
  retried: number;
}

/** What changes of a batch. */
export interface OpenTasks {
  readonly run: number;
  readonly batch: number;
  tasks: number;
  /** Seconds for which it stays with its holder; null where that does not change. */
  lease: number | null;
  /** Whether a task of it has an outcome, so that its holders have not lost it for nothing. */
  isSound: boolean;
}

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
