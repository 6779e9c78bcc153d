import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { asTapehaulError } from '@tapehaul/errors';
import { duckdbWriter } from '../../write/duckdb-writer.ts';
import type { TableWriter } from '../../write/table-writer.ts';
import { buildMonth } from '../build-month.ts';
import type { ThreadAnswer, ThreadRequest, ThreadStart } from './thread-messages.ts';

// The program of a thread, started by MonthThread: nothing imports it.
void serveMonths();

/** Builds the orders that the thread is sent, one after the other. */
async function serveMonths(): Promise<void> {
  const start: ThreadStart = workerData;
  const port = parentPort;
  if (port === null) return;
  const answer = (message: ThreadAnswer): void => port.postMessage(message);
  const fail = (error: unknown): void => answer({ kind: 'failed', error: asTapehaulError(error).toJSON() });
  try {
    const writer = await duckdbWriter(start.writer);
    let stop = new AbortController();
    port.on('message', (request: ThreadRequest) => {
      if (request.kind !== 'build') stop.abort();
      if (request.kind === 'end') void writer.close().finally(() => end(start, port));
      if (request.kind !== 'build') return;
      stop = new AbortController();
      void build(request, writer, stop.signal, answer).catch(fail);
    });
    answer({ kind: 'ready', version: writer.version });
  } catch (error) {
    fail(error);
  }
}

/** Says that DuckDB has stopped, also to a process that waits in its last moments, and lets the thread end. */
function end({ ended }: ThreadStart, port: MessagePort): void {
  Atomics.store(ended, 0, 1);
  Atomics.notify(ended, 0);
  port.close();
}

async function build(
  { order, durability }: Extract<ThreadRequest, { readonly kind: 'build' }>,
  writer: TableWriter,
  signal: AbortSignal,
  answer: (message: ThreadAnswer) => void,
): Promise<void> {
  const onDay = (day: { readonly day: string; readonly rows: number }): void => answer({ kind: 'day', day });
  const building = buildMonth(order, { writer, signal, durability, onDay });
  for (;;) {
    const next = await building.next();
    if (next.done !== true) answer({ kind: 'partition', partition: next.value });
    else {
      const faults = next.value.faults.map(({ key, error }) => ({ key, error: error.toJSON() }));
      return answer({ kind: 'report', report: { ...next.value, faults } });
    }
  }
}
