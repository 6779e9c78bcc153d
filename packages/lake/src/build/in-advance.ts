/**
 * Results of some work, in the order of the items, while the work of at most `count` items is in progress. Rejects with the first failure, in
 * that order, once no work is in progress; work that has not begun then does not begin.
 */
export async function* inAdvance<Item, Result>(
  items: readonly Item[],
  count: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result, void, void> {
  const started: Promise<Result>[] = [];
  const start = (item: Item): void => {
    const working = work(item);
    // It may fail before its turn.
    working.catch(() => {});
    started.push(working);
  };
  try {
    for (const item of items) {
      start(item);
      if (started.length < count) continue;
      const first = started.shift();
      if (first !== undefined) yield await first;
    }
    for (const working of started) yield await working;
  } finally {
    await Promise.allSettled(started);
  }
}
