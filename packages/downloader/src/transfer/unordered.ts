/**
 * Maps a stream with at most `limit` calls in progress, and yields results as they come, in any order. The
 * source is read no further than there is room for. An error of the source or of a call ends the stream.
 */
export async function* unordered<Input, Output>(
  source: Iterable<Input> | AsyncIterable<Input>,
  limit: number,
  map: (input: Input) => Promise<Output>,
): AsyncGenerator<Output, void, undefined> {
  const inputs = Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
  const ready: Output[] = [];
  let inProgress = 0;
  let exhausted = false;
  let reading = false;
  let failure: { readonly error: unknown } | undefined;
  let wake = (): void => {};
  const track = (work: Promise<void>): void => {
    inProgress += 1;
    void work
      .catch((error: unknown) => {
        failure ??= { error };
      })
      .finally(() => {
        inProgress -= 1;
        wake();
      });
  };
  const read = async (): Promise<void> => {
    reading = true;
    const { done, value } = await inputs.next();
    reading = false;
    if (done === true) exhausted = true;
    else track(map(value).then((output) => void ready.push(output)));
  };
  try {
    for (;;) {
      if (!exhausted && !reading && inProgress < limit) track(read());
      yield* ready.splice(0);
      if (failure !== undefined) throw failure.error;
      if (inProgress === 0 && ready.length === 0) return;
      if (ready.length > 0) continue;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  } finally {
    if (!reading) await inputs.return?.();
  }
}
