import { once } from 'node:events';
import { PassThrough, type Readable } from 'node:stream';
import type * as z from 'zod';
import type { planLineSchema } from './planning-schemas.ts';

/** A line of a plan that is sent while it is made. */
export type PlanLine = z.output<typeof planLineSchema>;

/** Where the lines of a plan go. */
export interface PlanLines {
  /** Sends a line; resolves when there is room for the next. Rejects when its reader has gone. */
  send(line: PlanLine): Promise<void>;
  /** Sends a line where there is room; else it is left out. */
  offer(line: PlanLine): void;
}

/** A stream of lines of JSON, until `write` has no more. What goes wrong becomes its last line. */
export function planStream(
  write: (lines: PlanLines) => Promise<void>,
  { signal, asLine }: { readonly signal: AbortSignal; readonly asLine: (thrown: unknown) => PlanLine },
): Readable {
  const stream = new PassThrough();
  const put = (line: PlanLine): boolean => stream.write(`${JSON.stringify(line)}\n`);
  const lines: PlanLines = {
    async send(line) {
      if (!put(line)) await once(stream, 'drain', { signal });
    },
    offer(line) {
      if (!stream.writableNeedDrain) put(line);
    },
  };
  void write(lines)
    .catch((thrown: unknown) => lines.send(asLine(thrown)))
    .catch(() => {})
    .finally(() => stream.end());
  return stream;
}
