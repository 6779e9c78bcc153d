import { trace } from '@opentelemetry/api';
import { asTapehaulError } from '@tapehaul/errors';
import { ATTRIBUTE, currentSpan, markFailed } from '@tapehaul/tracing';
import type { Received, Transfer } from './engine.ts';

/** Name of the tracer of transfers and proofs. */
export const TRACER = '@tapehaul/downloader';

/**
 * Makes a span of what an engine does for a transfer, from when it began to move it. A span is made only under one
 * that is recorded.
 */
export async function inTransferSpan(
  engine: string,
  transfer: Transfer,
  get: (transfer: Transfer) => Promise<Received>,
): Promise<Received> {
  if (currentSpan() === undefined) return get(transfer);
  let startTime = Date.now();
  const attributes = { [ATTRIBUTE.key]: transfer.key, [ATTRIBUTE.engine]: engine };
  const onBegin = (at: number): void => {
    startTime = at;
  };
  const begin = () => trace.getTracer(TRACER).startSpan('transfer', { startTime, attributes });
  try {
    const received = await get({ ...transfer, onBegin });
    const span = begin();
    span.setAttribute(ATTRIBUTE.bytes, received.bytes);
    span.end();
    return received;
  } catch (thrown) {
    const span = begin();
    markFailed(span, asTapehaulError(thrown));
    span.end();
    throw thrown;
  }
}
