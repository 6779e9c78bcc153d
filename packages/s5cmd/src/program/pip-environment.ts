import { type ChildEnvironment, type Environment, networkOf } from '@tapehaul/network';

/** Where pip downloads from by default. */
const INDEX = 'https://pypi.org/simple';

/** Variables that pip would read a proxy from, in forms that it does not know. */
const PROXIES = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY'].flatMap((name) => [name, name.toLowerCase()]);

/**
 * The environment for pip: the same proxy and authorities as for everything else, in forms that pip reads. `NO_PROXY` stays,
 * since the index may be one of the company. Throws an Error that names the variable for a SOCKS proxy, which pip cannot use.
 */
export function pipEnvironment(env: Environment): ChildEnvironment {
  const index = env.PIP_INDEX_URL ?? INDEX;
  const url = URL.canParse(index) ? index : INDEX;
  const network = networkOf(env);
  const { proxy } = network.routeTo(url);
  if (proxy?.scheme.startsWith('socks')) {
    throw new Error(`pip cannot use the SOCKS proxy ${proxy.address} of ${proxy.variable}`);
  }
  const { variables, dispose } = network.childEnvironment(url);
  const others = Object.entries(env).filter(([name]) => !PROXIES.includes(name));
  const { SSL_CERT_FILE: authorities } = variables;
  // Unless pip has authorities of its own, which replace the usual ones.
  const isSet = [env.PIP_CERT, env.REQUESTS_CA_BUNDLE].some((path) => path !== undefined && path !== '');
  const certificates = authorities === undefined || isSet ? {} : { PIP_CERT: authorities };
  const given = Object.fromEntries(
    others.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
  return { variables: { ...given, ...variables, ...certificates }, dispose };
}
