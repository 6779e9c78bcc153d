import { BlockList, isIP } from 'node:net';
import { type AllowAddress, type Network, networkOf } from '@tapehaul/workflow';
import type { Profile, ProfileKind } from './profiles.ts';

/** Addresses at which clouds give a machine its credentials, and those that no router forwards. */
const METADATA = new BlockList();
METADATA.addSubnet('169.254.0.0', 16, 'ipv4');
METADATA.addAddress('100.100.100.200', 'ipv4');
METADATA.addSubnet('fe80::', 10, 'ipv6');
METADATA.addAddress('fd00:ec2::254', 'ipv6');
METADATA.addSubnet('64:ff9b::a9fe:0', 112, 'ipv6');

/** Addresses of this machine itself. */
const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addSubnet('0.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');
LOOPBACK.addAddress('::', 'ipv6');
LOOPBACK.addSubnet('64:ff9b::7f00:0', 104, 'ipv6');

/** The network of a profile: its name is resolved at each connection, and what it resolves to is checked then. */
export function networkFor(profile: Profile<ProfileKind>): Network {
  return networkOf().guardedBy(addressesFor(profile));
}

/**
 * The addresses that a profile may be connected at: never a link-local one or one that serves the credentials of this machine; this
 * machine itself where the operator said so, by a profile's `allow_private`, `localhost`, or an address in place of a name.
 */
function addressesFor({ settings, allowPrivate }: Profile<ProfileKind>): AllowAddress {
  const endpoint = 'endpoint' in settings ? settings.endpoint : undefined;
  const host = endpoint === undefined ? '' : new URL(endpoint).hostname.replace(/^\[|\]$/g, '');
  const mayBeHere = allowPrivate || host === 'localhost' || isIP(host) !== 0;
  return (ip) => {
    const family = isIP(ip) === 6 ? 'ipv6' : 'ipv4';
    return !METADATA.check(ip, family) && (mayBeHere || !LOOPBACK.check(ip, family));
  };
}
