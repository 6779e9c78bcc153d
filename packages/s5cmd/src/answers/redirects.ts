import { TapehaulError } from '@tapehaul/errors';
import type { Network } from '@tapehaul/network';
import type { S5cmdSettings } from '../command/options.ts';

/** A port of this machine that nothing listens at. */
const NOWHERE = 'http://127.0.0.1:1';

/**
 * Variables that keep s5cmd from following redirects to other hosts, for which it has no switch: all hosts but that of the
 * source get a proxy that does not exist. None where a proxy is configured: its rules decide then. Go never uses a proxy for
 * loopback addresses, so a redirect to this machine is still followed.
 */
export function refusedRedirects(
  endpoint: string,
  { routeTo }: Pick<Network, 'routeTo'>,
): Readonly<Record<string, string>> {
  if (routeTo(endpoint).proxy !== undefined) return {};
  const { hostname, port, protocol } = new URL(endpoint);
  const place = `${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`;
  return { HTTP_PROXY: NOWHERE, HTTPS_PROXY: NOWHERE, NO_PROXY: place };
}

/** How s5cmd names the URL that it could not request, and that it follows no further redirect. */
const URL_IN_TEXT = /\b(?:Get|Head) "([^"]+)": /;
const TOO_MANY = /stopped after \d+ redirects/;

/** The error of a redirect that led s5cmd nowhere; undefined for any other text. */
export function redirectError(
  key: string,
  text: string,
  { endpoint }: Pick<S5cmdSettings, 'endpoint'>,
): TapehaulError | undefined {
  const place = URL.parse(URL_IN_TEXT.exec(text)?.[1] ?? '');
  const { host } = new URL(endpoint);
  const isElsewhere = place !== null && place.host !== host && !place.host.endsWith(`.${host}`);
  if (!isElsewhere && !TOO_MANY.test(text)) return undefined;
  const to = isElsewhere ? `to ${place.protocol}//${place.host}` : 'without end';
  return new TapehaulError(
    'request_refused',
    `${key}: the server redirects requests ${to}, which is not followed`,
    { facts: { key, s5cmd: text }, hint: 'Set source.endpoint to where the bucket is.' },
  );
}
