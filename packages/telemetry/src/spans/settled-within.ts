/** Waits until the work is settled, well or badly, for at most that many milliseconds. Never rejects. */
export async function settledWithin(timeoutMs: number, work: Promise<unknown>): Promise<void> {
  const { promise: overdue, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, timeoutMs);
  await Promise.race([overdue, work.catch(() => {})]);
  clearTimeout(timer);
}
