import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type MonthOrder, startMonthThreads } from '../../src/index.ts';

// Builds an order time after time, and closes its thread at other moments of the work that DuckDB does after the last row; prints how each ended.
// With a status and a moment in milliseconds, the process ends with it then.
const [path = '', staging = '', status, moment] = process.argv.slice(2);
const order: MonthOrder = JSON.parse(readFileSync(path, 'utf8'));
const { signal } = new AbortController();
for (const wait of moment === undefined ? [0, 4, 12] : [Number(moment)]) {
  const threads = await startMonthThreads({ staging });
  const closed = Promise.withResolvers<void>();
  const close = (): Promise<void> => (status === undefined ? threads.close() : process.exit(Number(status)));
  const onDay = (): void => void sleep(wait).then(() => close().then(closed.resolve));
  const ended = await Array.fromAsync(threads.build(order, { signal, onDay })).then(
    () => 'built',
    (error: unknown) => Object(error).code,
  );
  await closed.promise;
  console.log(ended);
}
