/** Where the id of a trace stands in an address that shows traces. */
const PLACE = '{trace_id}';
const EXAMPLE = 'such as http://127.0.0.1:16686/trace/{trace_id}';

/**
 * What is wrong with an address that shows traces; undefined where it is right. Everyone who may read the service is shown it, so it
 * holds no user name and no password. The text does not repeat the address.
 */
export function traceAddressProblem(address: string): string | undefined {
  const authority = /^https?:\/\/([^/?#\\]*)/i.exec(address);
  const [beginning = '', host = ''] = authority ?? [];
  if (authority !== null && host.includes('@')) {
    return 'a user name or password is not allowed in it, since everyone who may read the service sees the address; remove it';
  }
  const isAddress = host !== '' && !host.includes(PLACE) && URL.canParse(address);
  if (isAddress && address.slice(beginning.length).includes(PLACE)) return undefined;
  return `expected an http or https address with ${PLACE} in its path, query or fragment, ${EXAMPLE}`;
}
