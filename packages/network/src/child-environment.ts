import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asTapehaulError } from '@tapehaul/errors';
import type { Trust } from './connect/connections.ts';
import type { ProxyServer } from './proxy/proxy-server.ts';
import type { Route } from './proxy/route.ts';

/** Variables for a child process, and the file that they may name. */
export interface ChildEnvironment {
  readonly variables: Readonly<Record<string, string>>;
  /** Removes the file of certificates, if one was written, as the end of this process does. May be called again. */
  dispose(): void;
}

/**
 * What a program in Go needs to reach a URL as this process does. The proxy stands in both of Go's variables, and the
 * exemptions are applied already, so that their finer points, which differ between programs, decide nothing; `ALL_PROXY`
 * is unknown to Go. `SSL_CERT_FILE` replaces the authorities of the system there, so that its file holds all that this
 * process trusts. Throws a TapehaulError when that file cannot be written.
 */
export function childEnvironment(url: string, { proxy }: Route, trust: Trust): ChildEnvironment {
  const proxies: Record<string, string> = {};
  if (proxy !== undefined) {
    proxies.HTTP_PROXY = addressForGo(proxy);
    proxies.HTTPS_PROXY = proxies.HTTP_PROXY;
  }
  const usesTls = new URL(url).protocol === 'https:' || proxy?.scheme === 'https';
  if (!usesTls || trust.variables.length === 0) return { variables: proxies, dispose: () => {} };
  const directory = bundleDirectory(trust.certificates());
  return {
    variables: { ...proxies, SSL_CERT_FILE: join(directory, BUNDLE) },
    dispose: () => remove(directory),
  };
}

const BUNDLE = 'authorities.pem';

/** Directories that are to be removed; one listener for the end of the process serves all. */
const directories = new Set<string>();

function remove(directory: string): void {
  directories.delete(directory);
  if (directories.size === 0) process.off('exit', removeAll);
  rmSync(directory, { recursive: true, force: true });
}

function removeAll(): void {
  for (const directory of directories) remove(directory);
}

/** A directory of its own, since in a shared one another user could put other authorities in place of these. */
function bundleDirectory(certificates: readonly string[]): string {
  try {
    const directory = mkdtempSync(join(tmpdir(), 'tapehaul-'));
    if (directories.size === 0) process.on('exit', removeAll);
    directories.add(directory);
    writeFileSync(join(directory, BUNDLE), `${certificates.join('\n')}\n`, { mode: 0o600 });
    return directory;
  } catch (thrown) {
    throw asTapehaulError(thrown);
  }
}

/** Go has no `socks5h`: with `socks5` it lets the proxy resolve names. */
function addressForGo({ scheme, address, user, password }: ProxyServer): string {
  const [, host = ''] = address.split('://');
  const login =
    user === '' && password === '' ? '' : `${encodeURIComponent(user)}:${encodeURIComponent(password)}@`;
  return `${scheme === 'socks5h' ? 'socks5' : scheme}://${login}${host}`;
}
