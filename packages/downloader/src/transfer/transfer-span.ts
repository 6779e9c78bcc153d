import { asTapehaulError } from '@tapehaul/errors';
import { ATTRIBUTE, currentSpan, markFailed, tracerOf } from '@tapehaul/tracing';
import type { Received, Transfer } from '../engine/engine.ts';

/** Name of the tracer of transfers and proofs. */
export const TRACER = '@tapehaul/downloader';

/** A transfer that took longer than this is reported, in milliseconds. */
const SLOW_MS = 1_000;

/**
 * Makes a span of what an engine does for a transfer, from when it began to move it: where that shows more than the
 * span around it does. It failed, was slow, or began later than it was requested; of others the bytes and the engine
 * are known from the task, and a span of each would cost a run half as much again. None is made under none.
 */
export async function inTransferSpan(
  engine: string,
  transfer: Transfer,
  get: (transfer: Transfer) => Promise<Received>,
): Promise<Received> {
  if (currentSpan() === undefined) return get(transfer);
  const requestedAt = Date.now();
  let began: number | undefined;
  const onBegin = (at: number): void => {
    began = at;
  };
  const attributes = { [ATTRIBUTE.key]: transfer.key, [ATTRIBUTE.engine]: engine };
  const begin = () => tracerOf(TRACER).startSpan('transfer', { startTime: began ?? requestedAt, attributes });
  try {
    const received = await get({ ...transfer, onBegin });
    if (began === undefined && Date.now() - requestedAt < SLOW_MS) return received;
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
