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

/** How lines are sent. */
export interface PlanStreamOptions {
  /** Aborts when the reader has gone. */
  readonly signal: AbortSignal;
  readonly asLine: (thrown: unknown) => PlanLine;
  /** How long the reader may read nothing, in milliseconds: few plans are made at once. 30,000 by default. */
  readonly patience?: number | undefined;
}

const PATIENCE = 30_000;

/**
 * A stream of lines of JSON, until `write` has no more. What goes wrong becomes its last line; where its reader does not read, the
 * stream breaks off and sending rejects.
 */
export function planStream(
  write: (lines: PlanLines) => Promise<void>,
  { signal, asLine, patience = PATIENCE }: PlanStreamOptions,
): Readable {
  const stream = new PassThrough();
  const put = (line: PlanLine): boolean => stream.write(`${JSON.stringify(line)}\n`);
  const lines: PlanLines = {
    async send(line) {
      if (put(line)) return;
      const late = AbortSignal.timeout(patience);
      try {
        await once(stream, 'drain', { signal: AbortSignal.any([signal, late]) });
      } catch (error) {
        if (late.aborted) stream.destroy();
        throw error;
      }
    },
    offer(line) {
      if (!stream.writableNeedDrain) put(line);
    },
  };
  void write(lines)
    .catch((thrown: unknown) => (stream.destroyed ? undefined : lines.send(asLine(thrown))))
    .catch(() => {})
    .finally(() => stream.end());
  return stream;
}
