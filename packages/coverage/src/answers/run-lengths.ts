/** Codes as run lengths, `[code, count, code, count, …]`: what 2,500 days of a series need is a few dozen numbers. */
export function runLengths(codes: Uint8Array): number[] {
  const runs: number[] = [];
  for (let place = 0; place < codes.length; ) {
    const code = codes[place] ?? 0;
    const end = endOfRun(codes, place);
    runs.push(code, end - place);
    place = end;
  }
  return runs;
}

/** Where the run of equal codes ends that begins at a place; `limit` at the latest. */
export function endOfRun(codes: Uint8Array, from: number, limit: number = codes.length): number {
  const code = codes[from];
  let end = from + 1;
  while (end < limit && codes[end] === code) end += 1;
  return end;
}

/** The codes that {@link runLengths} was given. Throws a RangeError for counts that are no positive whole numbers. */
export function fromRunLengths(runs: readonly number[]): Uint8Array {
  let length = 0;
  for (let place = 1; place < runs.length; place += 2) {
    const count = runs[place] ?? 0;
    if (!Number.isSafeInteger(count) || count < 1) throw new RangeError(`not a run length: ${count}`);
    length += count;
  }
  const codes = new Uint8Array(length);
  let from = 0;
  for (let place = 0; place + 1 < runs.length; place += 2) {
    const to = from + (runs[place + 1] ?? 0);
    codes.fill(runs[place] ?? 0, from, to);
    from = to;
  }
  return codes;
}
