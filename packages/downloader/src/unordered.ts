/**
 * Maps a stream with at most `limit` calls under way, and yields results as they come, in any order. The
 * source is read no further than there is room for. A rejected call ends the stream with its error.
 */
export async function* unordered<Input, Output>(
  source: Iterable<Input> | AsyncIterable<Input>,
  limit: number,
  map: (input: Input) => Promise<Output>,
): AsyncGenerator<Output, void, undefined> {
  const running = new Set<Promise<void>>();
  const ready: Output[] = [];
  let failure: { readonly error: unknown } | undefined;
  const start = (input: Input): void => {
    const call: Promise<void> = map(input)
      .then(
        (output) => void ready.push(output),
        (error: unknown) => {
          failure ??= { error };
        },
      )
      .finally(() => running.delete(call));
    running.add(call);
  };
  for await (const input of source) {
    start(input);
    while (running.size >= limit && ready.length === 0 && failure === undefined) await Promise.race(running);
    if (failure !== undefined) throw failure.error;
    yield* ready.splice(0);
  }
  while (running.size > 0 || ready.length > 0) {
    if (ready.length === 0) await Promise.race(running);
    if (failure !== undefined) throw failure.error;
    yield* ready.splice(0);
  }
}
