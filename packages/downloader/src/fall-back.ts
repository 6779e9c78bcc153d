import { asTapehaulError, type ErrorCode, type TapehaulError } from '@tapehaul/errors';
import type { Engine, Received, Transfer } from './engine.ts';

/** Brings one transfer through the first engine that can, and tells of each engine that tries. */
export type Fetch = (
  transfer: Transfer,
  signal: AbortSignal,
  onTry: (engine: string) => void,
) => Promise<Received>;

/** Called when an engine's own trouble moves a transfer to the next engine. */
export type FallBackListener = (from: Engine, to: Engine, transfer: Transfer, error: TapehaulError) => void;

/** Trouble of an engine's own: what upstream answered is the same for every engine, these are not. */
const ENGINE_TROUBLE: ReadonlySet<ErrorCode> = new Set([
  'engine_unavailable',
  'engine_crashed',
  'no_result',
  'stalled',
  'internal',
]);

/**
 * Tries engines in order: the next one gets a transfer only when the one before failed for reasons of its
 * own. An engine that says it is unavailable is not asked again. Rejects with the last engine's error.
 */
export function fallBack(engines: readonly Engine[], onFallBack: FallBackListener): Fetch {
  const unavailable = new Set<Engine>();
  return async (transfer, signal, onTry) => {
    const usable = engines.filter((engine) => !unavailable.has(engine));
    const last = usable.at(-1) ?? engines.at(-1);
    for (const [index, engine] of usable.entries()) {
      try {
        onTry(engine.name);
        return await engine.get(transfer, signal);
      } catch (thrown) {
        const error = asTapehaulError(thrown);
        if (error.code === 'engine_unavailable' && engines.length > 1) unavailable.add(engine);
        const next = usable[index + 1];
        if (engine === last || next === undefined || !ENGINE_TROUBLE.has(error.code)) throw error;
        onFallBack(engine, next, transfer, error);
      }
    }
    throw new Error('a downloader has at least one engine');
  };
}
