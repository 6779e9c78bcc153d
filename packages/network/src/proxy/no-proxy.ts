import { BlockList, isIP } from 'node:net';

/** Decides which hosts are connected to without a proxy. Give host names without brackets. */
export type IsExempt = (host: string, port: number) => boolean;

/**
 * Reads `NO_PROXY`: entries between commas or spaces. `*` is every host; `example.com`, `.example.com` and
 * `*.example.com` are that domain and all below it; `10.0.0.1` an address; `10.0.0.0/8` and `fd00::/8` a network, for
 * hosts given by address, since names are not resolved for it; `example.com:8443` and `[::1]:80` only that port. An
 * entry that is none of these matches nothing, as with curl and Go.
 */
export function exemptionsOf(noProxy: string): IsExempt {
  const entries = noProxy
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .map(entryOf);
  return (host, port) => {
    const name = host.toLowerCase().replace(/\.$/, '');
    return entries.some((matches) => matches(name, port));
  };
}

function entryOf(entry: string): IsExempt {
  if (entry === '*') return () => true;
  const { name, port } = splitPort(entry.toLowerCase());
  const isHost = hostMatcher(name);
  return (host, itsPort) => (port === undefined || port === itsPort) && isHost(host);
}

function splitPort(entry: string): { readonly name: string; readonly port: number | undefined } {
  const bracketed = /^\[([^\]]*)\](?::(\d+))?$/.exec(entry);
  if (bracketed !== null) return { name: bracketed[1] ?? '', port: numberOf(bracketed[2]) };
  if (isIP(entry) === 6 || entry.includes('/')) return { name: entry, port: undefined };
  const [, name = entry, port] = /^(.*):(\d+)$/.exec(entry) ?? [];
  return { name, port: numberOf(port) };
}

function numberOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}

function hostMatcher(name: string): (host: string) => boolean {
  const [address = '', prefix] = name.split('/');
  const family = familyOf(address);
  if (family !== undefined) return addressMatcher(address, family, prefix);
  const domain = name.replace(/^\*?\./, '').replace(/\.$/, '');
  if (domain === '' || name.includes('/')) return () => false;
  return (host) => host === domain || host.endsWith(`.${domain}`);
}

function addressMatcher(address: string, family: Family, prefix: string | undefined) {
  const most = family === 'ipv4' ? 32 : 128;
  const bits = prefix === undefined ? most : Number(prefix);
  if (prefix === '' || !Number.isInteger(bits) || bits < 0 || bits > most) return () => false;
  const list = new BlockList();
  list.addSubnet(address, bits, family);
  return (host: string): boolean => {
    const its = familyOf(host);
    return its !== undefined && list.check(host, its);
  };
}

type Family = 'ipv4' | 'ipv6';

function familyOf(host: string): Family | undefined {
  const version = isIP(host);
  if (version === 0) return undefined;
  return version === 4 ? 'ipv4' : 'ipv6';
}

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

/** Whether a host is this machine itself: `localhost` or a loopback address. */
export function isLoopback(host: string): boolean {
  const family = familyOf(host);
  return host.toLowerCase() === 'localhost' || (family !== undefined && LOOPBACK.check(host, family));
}
