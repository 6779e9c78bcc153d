import fc from 'fast-check';
import { expect, test } from 'vitest';
import { networkOf } from '../index.ts';

/** Whether an address is reached without the proxy. */
function isDirect(noProxy: string, url: string): boolean {
  return networkOf({ ALL_PROXY: 'proxy.example:1', NO_PROXY: noProxy }).routeTo(url).proxy === undefined;
}

test.each([
  ['*', 'https://a.example', true],
  ['example.com', 'https://example.com', true],
  ['example.com', 'https://s3.example.com', true],
  ['example.com', 'https://badexample.com', false],
  ['.example.com', 'https://s3.example.com', true],
  ['.example.com', 'https://example.com', true],
  ['*.example.com', 'https://s3.example.com', true],
  ['EXAMPLE.com', 'https://S3.Example.COM', true],
  ['example.com.', 'https://example.com', true],
  ['a.example, b.example', 'https://b.example', true],
  ['a.example b.example', 'https://b.example', true],
  ['example.com:8443', 'https://example.com:8443', true],
  ['example.com:8443', 'https://example.com', false],
  ['example.com:443', 'https://example.com', true],
  ['example.com:80', 'http://example.com', true],
  ['10.0.0.1', 'https://10.0.0.1', true],
  ['10.0.0.1', 'https://10.0.0.10', false],
  ['10.0.0.0/8', 'https://10.200.3.4:9000', true],
  ['10.0.0.0/8', 'https://11.0.0.1', false],
  ['10.0.0.0/33', 'https://10.0.0.1', false],
  ['fd00::/8', 'https://[fd12::1]', true],
  ['fd00::1', 'https://[fd00::1]', true],
  ['[fd00::1]:9000', 'https://[fd00::1]:9000', true],
  ['[fd00::1]:9000', 'https://[fd00::1]', false],
  ['', 'https://a.example', false],
  [',, ,', 'https://a.example', false],
  ['.', 'https://a.example', false],
])('NO_PROXY=%s and %s: direct is %s', (noProxy, url, expected) => {
  expect(isDirect(noProxy, url)).toBe(expected);
});

test.each(['http://localhost:9000', 'http://127.0.0.1:9000', 'http://127.9.9.9', 'http://[::1]:9000'])(
  '%s is this machine, and reached directly',
  (url) => expect(isDirect('', url)).toBe(true),
);

test('no NO_PROXY is refused, and a name exempts itself and what is below it', () => {
  const label = fc.stringMatching(/^[a-z]([a-z0-9-]{0,8}[a-z0-9])?$/);
  fc.assert(
    fc.property(fc.string(), label, label, label, (noise, host, domain, end) => {
      const name = `${host}.${domain}.x${end}`;
      expect(isDirect(`${noise},${name}`, `https://${name}`)).toBe(true);
      expect(isDirect(`${name}`, `https://below.${name}`)).toBe(true);
      expect(isDirect(`${name}`, `https://not${name}`)).toBe(false);
    }),
  );
});
