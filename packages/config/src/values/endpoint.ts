/**
 * The address of an S3 server as `scheme://host[:port]`; `https` when the scheme is left out. Nothing when
 * the text is no such address, or has a path, query or credentials.
 */
export function asEndpoint(text: string): string | undefined {
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  const plain = url.pathname === '/' && url.search === '' && url.hash === '' && url.username === '';
  return plain && (url.protocol === 'http:' || url.protocol === 'https:') ? url.origin : undefined;
}
