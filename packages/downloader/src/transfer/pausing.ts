import { asTapehaulError, type ErrorCode, TapehaulError } from '@tapehaul/errors';
import { Breaker, type Pause, type PauseOptions, type SourceHealth } from './breaker.ts';
import { type Fetcher, isEngineError } from './fall-back.ts';

/** Is notified of a pause: transfers wait, and one at a time tries whether the source is well again. */
export type PauseListener = (engine: string, error: TapehaulError, pause: Pause) => void;

/** What the source does when it, or the way to it, is in trouble; a missing object is no trouble. */
const SOURCE_ERRORS: ReadonlySet<ErrorCode> = new Set([
  'throttled',
  'server_error',
  'connection_failed',
  'name_not_resolved',
  'proxy_refused',
  'proxy_unreachable',
  'stalled',
  'too_slow',
  'timed_out',
]);

/** What the source reported of an object at its last request. */
interface ReportedPause {
  readonly key: string;
  readonly error: TapehaulError;
}

/** Pauses transfers while their source is in trouble, in place of burning their attempts. */
export function pausing(fetcher: Fetcher, options: PauseOptions, onPause: PauseListener): Fetcher {
  let reported: ReportedPause | undefined;
  const breaker = new Breaker(options, (pause) => {
    if (reported !== undefined) onPause(fetcher.name, reported.error, pause);
  });
  return {
    name: fetcher.name,
    async get(transfer, signal, isLast) {
      const { key } = transfer;
      const pass = await breaker.enter(signal);
      if (pass === undefined) throw sourceUnavailable(key, reported, options.atMostSeconds);
      let evidence: SourceHealth = 'well';
      try {
        return await fetcher.get(transfer, signal, isLast);
      } catch (thrown) {
        const error = asTapehaulError(thrown, signal);
        evidence = signal.aborted ? 'nothing' : sourceHealthOf(error, isLast);
        if (evidence === 'trouble') reported = { key, error };
        throw error;
      } finally {
        pass(evidence);
      }
    },
  };
}

/**
 * What an error shows of the source. One that may be the engine's own, and for which another engine takes over, shows
 * nothing: the other one finds out whether the source is well, and must not be kept waiting for this one.
 */
function sourceHealthOf({ code, retry }: TapehaulError, isLast: boolean): SourceHealth {
  const isEngines = isEngineError(code);
  // What no wait can help, such as a proxy that requires a password, is no reason to wait.
  if (SOURCE_ERRORS.has(code) && retry === 'never') return 'nothing';
  if (SOURCE_ERRORS.has(code) && (isLast || !isEngines)) return 'trouble';
  return isEngines ? 'nothing' : 'well';
}

/** What a transfer fails with that waited for the source and sent no request itself. */
function sourceUnavailable(key: string, reported: ReportedPause | undefined, seconds: number): TapehaulError {
  const waited = `${key}: waited ${seconds} s for the source`;
  if (reported === undefined)
    return new TapehaulError('connection_failed', `${waited}, which does not answer`);
  const { code, message, hint, retry } = reported.error;
  const words = message.startsWith(`${reported.key}: `) ? message.slice(reported.key.length + 2) : message;
  return new TapehaulError(code, `${waited}, which said last: ${words}`, {
    hint,
    retry,
    cause: reported.error,
  });
}
