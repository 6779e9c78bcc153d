import { TapehaulError } from '@tapehaul/errors';
import type { Variable } from './variables.ts';

/** A proxy that a variable of the environment names. */
export interface ProxyServer {
  /** How it is spoken to. With `socks5` names are resolved here, with `socks5h` by the proxy. */
  readonly scheme: 'http' | 'https' | 'socks5' | 'socks5h';
  /** Host name or address, an IPv6 address without brackets. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** Its address for people: without user and password. */
  readonly address: string;
  /** Name of the variable that it came from. */
  readonly variable: string;
}

const PORTS = { http: 80, https: 443, socks5: 1080, socks5h: 1080 } as const;
/** `socks` is what desktop settings write for SOCKS5. */
const SCHEMES: Readonly<Record<string, ProxyServer['scheme']>> = {
  http: 'http',
  https: 'https',
  socks: 'socks5h',
  socks5: 'socks5',
  socks5h: 'socks5h',
};

const EXPECTED =
  'expected an address such as http://proxy.example.com:3128, with http, https, socks5 or socks5h';

/**
 * The proxy that a variable names; a value without a scheme means `http`. Throws a TapehaulError `config_invalid` that
 * names the variable and shows its value without the password.
 */
export function proxyOf({ name, value }: Variable): ProxyServer {
  const [, given = 'http', rest = ''] = /^(?:([a-z][a-z0-9+.-]*):\/\/)?(.*)$/is.exec(value) ?? [];
  const scheme = SCHEMES[given.toLowerCase()];
  // Parsed as http, since URL checks hosts and ports of the schemes that it knows only.
  const text = `http://${rest}`;
  if (scheme === undefined || rest === '' || /[\s\\]/.test(rest) || !URL.canParse(text)) {
    throw faulty(name, value);
  }
  const url = new URL(text);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = portOf(rest, scheme);
  const user = decoded(url.username);
  const password = decoded(url.password);
  if (host === '' || port === undefined || user === undefined || password === undefined) {
    throw faulty(name, value);
  }
  if ((url.pathname !== '/' && url.pathname !== '') || url.search !== '' || url.hash !== '') {
    throw faulty(name, value);
  }
  const address = `${scheme}://${url.hostname}:${port}`;
  return { scheme, host, port, user, password, address, variable: name };
}

/** The value of `Proxy-Authorization` for a proxy; undefined where the environment gives no credentials. */
export function authorizationOf({ user, password }: ProxyServer): string | undefined {
  if (user === '' && password === '') return undefined;
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

/** The port as written, since URL drops one that is the default of http; undefined for one that is none. */
function portOf(rest: string, scheme: ProxyServer['scheme']): number | undefined {
  const [authority = ''] = rest.split(/[/?#]/, 1);
  const written = /:(\d*)$/.exec(authority.slice(authority.lastIndexOf('@') + 1))?.[1];
  if (written === undefined || written === '') return PORTS[scheme];
  const port = Number(written);
  return port >= 1 && port <= 65_535 ? port : undefined;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function faulty(name: string, value: string): TapehaulError {
  const shown = withoutPassword(value);
  return new TapehaulError('config_invalid', `${name} is "${shown}": ${EXPECTED}`, {
    facts: { variable: name, value: shown },
    hint: `Correct or unset ${name}. Characters such as @, : and / in a user name or password are written as %40, %3A and %2F.`,
  });
}

/** A proxy setting with its password hidden, also where it is no address. */
function withoutPassword(value: string): string {
  const at = value.lastIndexOf('@');
  if (at < 0) return value;
  const [scheme = ''] = /^[a-z][a-z0-9+.-]*:\/\//i.exec(value) ?? [];
  const [user = ''] = value.slice(scheme.length, at).split(':', 1);
  return `${scheme}${user}:***${value.slice(at)}`;
}

/**
 * Whether requests to a destination are sent to the proxy in whole, with the absolute URL, and not through a tunnel:
 * plain HTTP, since most proxies allow CONNECT only to port 443. SOCKS has tunnels only.
 */
export function isSentInWhole(proxy: ProxyServer | undefined, secure: boolean): boolean {
  return !secure && (proxy?.scheme === 'http' || proxy?.scheme === 'https');
}
