import { asTapehaulError, type ErrorCode, type TapehaulError } from '@tapehaul/errors';
import type { Received, Transfer } from '../engine/engine.ts';
import type { FallBack, RetryListener } from '../engine/outcome.ts';
import { inTransferSpan } from './transfer-span.ts';

/** An engine's `get` with what is wrapped around it. */
export interface Fetcher {
  /** Name of the engine. */
  readonly name: string;
  /** `isLast` says whether no other engine takes over where this one fails for reasons of its own. */
  get(transfer: Transfer, signal: AbortSignal, isLast: boolean): Promise<Received>;
}

/** Is notified of what happens to one transfer. */
export interface TransferListener {
  /** An engine is about to try. */
  onTry(engine: string): void;
  /** The next engine takes over. */
  onFallBack(change: FallBack): void;
  /** It failed, and is tried again after that many milliseconds. */
  onRetry?: RetryListener | undefined;
}

/** Brings one transfer through the first engine that can. */
export type FetchTransfer = (
  transfer: Transfer,
  signal: AbortSignal,
  listener: TransferListener,
) => Promise<Received>;

/** Called when an engine's own trouble moves a transfer to the next engine. */
export type FallBackListener = (change: FallBack, transfer: Transfer, error: TapehaulError) => void;

/** Trouble of an engine's own: what upstream answered is the same for every engine, these are not. */
const ENGINE_ERRORS: ReadonlySet<ErrorCode> = new Set([
  'engine_unavailable',
  'engine_crashed',
  'no_result',
  'stalled',
  'internal',
]);

/** Trouble on the way to the source: another engine may find its way, since engines differ in how they connect. */
const ROUTE_ERRORS: ReadonlySet<ErrorCode> = new Set([
  'tls_untrusted',
  'name_not_resolved',
  'proxy_refused',
  'proxy_unreachable',
]);

/** Whether the next engine takes over after an error of that code. */
export function isEngineError(code: ErrorCode): boolean {
  return ENGINE_ERRORS.has(code) || ROUTE_ERRORS.has(code);
}

/** Transfers in a row that an engine found no way for, and another one did, until it is not used again. */
const MOST_ROUTE_ERRORS = 3;

/**
 * Tries engines in order, for each transfer in the order that `orderFor` gives: the next one gets a transfer
 * only when the one before failed for reasons of its own. An engine that says it is unavailable is not used
 * again, nor is one that finds no way to the source while another does. Rejects with the last engine's error.
 */
export function fallBack<Engine extends Fetcher>(
  orderFor: (transfer: Transfer) => readonly Engine[],
  onFallBack: FallBackListener,
): FetchTransfer {
  const unavailable = new Set<Engine>();
  const routeErrors = new Map<Engine, number>();
  const arrived = (engine: Engine, lost: readonly Engine[]): void => {
    routeErrors.delete(engine);
    for (const one of lost) {
      const errors = (routeErrors.get(one) ?? 0) + 1;
      routeErrors.set(one, errors);
      if (errors >= MOST_ROUTE_ERRORS) unavailable.add(one);
    }
  };
  return async (transfer, signal, listener) => {
    const order = orderFor(transfer);
    const usable = order.filter((engine) => !unavailable.has(engine));
    // Where all have said that they are unavailable, the last one says why once more.
    const engines = usable.length === 0 ? order.slice(-1) : usable;
    const lost: Engine[] = [];
    for (const [index, engine] of engines.entries()) {
      const next = engines[index + 1];
      listener.onTry(engine.name);
      try {
        const received = await inTransferSpan(engine.name, transfer, (begun) => {
          return engine.get(begun, signal, next === undefined);
        });
        arrived(engine, lost);
        return received;
      } catch (thrown) {
        const error = asTapehaulError(thrown, signal);
        if (error.code === 'engine_unavailable') unavailable.add(engine);
        if (ROUTE_ERRORS.has(error.code)) lost.push(engine);
        if (next === undefined || !isEngineError(error.code) || signal.aborted) throw error;
        const change = { from: engine.name, to: next.name, code: error.code };
        listener.onFallBack(change);
        onFallBack(change, transfer, error);
      }
    }
    throw new Error('a downloader has at least one engine');
  };
}
