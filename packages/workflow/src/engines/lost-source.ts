import type { Outcome } from '@tapehaul/downloader';
import { asTapehaulError, type ErrorCode, type TapehaulError } from '@tapehaul/errors';
import { BlockedRun } from './blocked-run.ts';
import { checkSource, explained, isSourceError, type SourceCheck } from './check-source.ts';

/** Errors that are the same for every file and that no wait can help. */
const SURE: ReadonlySet<ErrorCode> = new Set(['proxy_refused', 'tls_untrusted', 'address_refused']);

/** Errors that may be about one file or about the source: a request to the source decides. */
const SUSPECT: ReadonlySet<ErrorCode> = new Set([
  'name_not_resolved',
  'access_denied',
  'request_refused',
  'bucket_not_found',
]);

/** Trouble on the way, or an engine that cannot be started: one that failed with any other code may still get through. */
const ROUTE_ERRORS: ReadonlySet<ErrorCode> = new Set([
  'proxy_refused',
  'proxy_unreachable',
  'tls_untrusted',
  'name_not_resolved',
  'engine_unavailable',
]);

/** Files in a row that are refused by what may be the proxy, with no file in between that came. */
const REFUSED_IN_A_ROW = 3;

/** Notices when no engine reaches the source of a run any more. */
export class LostSource {
  readonly #check: SourceCheck;
  #refused = 0;
  /** The last request to the source; it stays valid until a file comes. */
  #probe: Promise<TapehaulError | undefined> | undefined;

  constructor(check: SourceCheck) {
    this.#check = check;
  }

  /** A file has come: the source can be reached. */
  reached(): void {
    this.#refused = 0;
    this.#probe = undefined;
  }

  /**
   * Takes the last error of a failed file. Throws a {@link BlockedRun} with the cause, the setting, where the setting came
   * from and the remedy, where no other file can come either. What may pass by itself (a proxy's 5xx, a refused
   * connection) is left to pauses and retries.
   */
  async failed({ key, fallBacks }: Pick<Outcome, 'key' | 'fallBacks'>, error: TapehaulError): Promise<void> {
    if (fallBacks.some(({ code }) => !ROUTE_ERRORS.has(code))) return;
    const isSure = SURE.has(error.code) && error.retry === 'never';
    if (!isSure && !SUSPECT.has(error.code)) return;
    const own = (): BlockedRun => new BlockedRun(explained(withoutKey(error, key), this.#check));
    if (isSure && error.code === 'proxy_refused') throw own();
    const isProxys = error.facts.proxy !== undefined;
    if (isProxys && ++this.#refused >= REFUSED_IN_A_ROW) throw own();
    this.#probe ??= this.#probed(key);
    const found = await this.#probe;
    // A stop is reported as such, and a source that is slow to answer is no proof.
    const isProof = found !== undefined && isSourceError(found);
    if (isProof && (found.retry === 'never' || found.code === error.code)) throw new BlockedRun(found);
    if (isSure && !this.#check.signal.aborted) throw own();
  }

  #probed(key: string): Promise<TapehaulError | undefined> {
    return checkSource(this.#check, key).then(
      () => undefined,
      (thrown: unknown) => asTapehaulError(thrown, this.#check.signal),
    );
  }
}

function withoutKey(error: TapehaulError, key: string): TapehaulError {
  const prefix = `${key}: `;
  return error.message.startsWith(prefix) ? error.withMessage(error.message.slice(prefix.length), {}) : error;
}
