import { formatKey, sourceAddress } from '@tapehaul/archive';
import type { CollectionConfig } from '@tapehaul/config';
import type { RequestPace } from '@tapehaul/downloader';
import { asTapehaulError, type ErrorCode, type TapehaulError } from '@tapehaul/errors';
import type { Network, Route } from '@tapehaul/network';
import { type ProbedSource, probeSource } from '@tapehaul/s3';
import type { ServerAccess } from './access.ts';
import type { OtherRoute } from './other-route.ts';
import { originWords, type ValueOrigin } from './value-origin.ts';

/** An object that every copy of the archive is likely to hold. */
export const USUAL_KEY: string = formatKey({
  market: 'spot',
  dataType: 'klines',
  symbol: 'BTCUSDT',
  interval: '1d',
  partition: 'monthly',
  period: '2024-01',
});

/** What a check of the source works with. */
export interface SourceCheck {
  readonly config: CollectionConfig;
  readonly network: Network;
  /** How the source may be reached. */
  readonly access: ServerAccess;
  /** Where values of the configuration came from, by path; all others are defaults. */
  readonly origins?: ReadonlyMap<string, ValueOrigin> | undefined;
  /** Whether the source can be reached in another way where plain S3 finds none. */
  readonly otherRoute?: OtherRoute | undefined;
  /** Lets requests to the source begin, those of others included; each begins at once by default. */
  readonly pace?: RequestPace | undefined;
  readonly signal: AbortSignal;
}

/**
 * Requests one object of the source before many; `key` is an object that it may hold. Rejects with one
 * TapehaulError that says what is wrong, which setting leads there, where that came from, and what to do.
 */
export async function checkSource(check: SourceCheck, key: string): Promise<ProbedSource> {
  const { config, network, signal, access, pace } = check;
  const { source, timeout_seconds: timeoutSeconds } = config;
  try {
    return await probeSource({
      ...source,
      key,
      timeoutSeconds,
      network,
      signal,
      credentials: access.credentials,
      ...(pace === undefined ? {} : { pace }),
    });
  } catch (thrown) {
    const error = asTapehaulError(thrown, signal);
    if (ROUTE_ERRORS.has(error.code) && (await check.otherRoute?.(key, signal)) === true) return ELSEWISE;
    throw signal.aborted ? error : explained(error, check);
  }
}

/** Trouble on the way, which another engine may not have. */
const ROUTE_ERRORS: ReadonlySet<ErrorCode> = new Set([
  'tls_untrusted',
  'name_not_resolved',
  'proxy_refused',
  'proxy_unreachable',
]);
/** What is known of a source that only another engine reaches. */
const ELSEWISE: ProbedSource = { date: undefined, lists: false, holdsKey: undefined };

/** Errors about the source as a whole, which all files would fail with. */
const WHOLE: ReadonlySet<ErrorCode> = new Set([
  'bucket_not_found',
  'request_refused',
  'access_denied',
  'connection_failed',
  'name_not_resolved',
  'tls_untrusted',
  'proxy_refused',
  'proxy_unreachable',
  'stalled',
  'timed_out',
]);

/** An error of the source with the setting that leads there; any other error as it is. */
export function explained(
  error: TapehaulError,
  { config, network, origins }: SourceCheck,
  setting: 'bucket' | 'endpoint' | 'prefix' = settingOf(error),
): TapehaulError {
  if (!WHOLE.has(error.code) || error.facts.setting !== undefined) return error;
  const { source } = config;
  const path = `source.${setting}`;
  const origin = origins === undefined ? undefined : (origins.get(path) ?? 'default');
  const from = origin === undefined ? '' : ` (${originWords(origin, path)})`;
  const { proxy, words } = network.routeTo(source.endpoint);
  const isNamed = proxy === undefined || error.facts.proxy === proxy.address;
  const route = isNamed ? '' : `, reached ${words}`;
  const message = `the source ${sourceAddress(source)} cannot be used: ${error.message}. ${path} is ${source[setting]}${from}${route}`;
  return error.withMessage(message, {
    facts: {
      setting: path,
      origin: origin ?? null,
      ...(proxy === undefined ? {} : { proxy: proxy.address }),
    },
    ...hintOf(error, proxy, path),
  });
}

/** The setting that leads to an error of the source. */
function settingOf({ code, facts }: TapehaulError): 'bucket' | 'endpoint' {
  return code === 'bucket_not_found' && facts.s3 === 'NoSuchBucket' ? 'bucket' : 'endpoint';
}

/** What to do where the error says nothing, or advises a proxy though one is used. */
function hintOf(
  { code, hint }: TapehaulError,
  proxy: Route['proxy'],
  path: string,
): { readonly hint?: string } {
  if (code === 'name_not_resolved' && proxy?.scheme === 'socks5') {
    const by = `Check ${path}. If only the proxy can resolve the name`;
    return { hint: `${by}, write socks5h:// in place of socks5:// in ${proxy.variable}.` };
  }
  return hint === undefined ? { hint: `Check ${path}.` } : {};
}

/** Whether an error is that of a source that was checked and cannot be used: the run need not try again by itself. */
export function isSourceError({ facts }: Pick<TapehaulError, 'facts'>): boolean {
  return facts.setting !== undefined;
}
