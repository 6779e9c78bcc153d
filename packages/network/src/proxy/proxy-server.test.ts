import fc from 'fast-check';
import { expect, test } from 'vitest';
import { networkOf } from '../index.ts';

const FAR = 'https://archive.example';

test.each([
  ['proxy.example:3128', 'http://proxy.example:3128'],
  ['http://proxy.example:3128', 'http://proxy.example:3128'],
  ['HTTP://PROXY.EXAMPLE:80/', 'http://proxy.example:80'],
  ['https://proxy.example', 'https://proxy.example:443'],
  ['proxy.example', 'http://proxy.example:80'],
  ['socks5://10.0.0.1', 'socks5://10.0.0.1:1080'],
  ['socks5h://[fd00::1]:9050', 'socks5h://[fd00::1]:9050'],
  ['socks://127.0.0.1:1080/', 'socks5h://127.0.0.1:1080'],
  ['user:p%40ss@proxy.example:3128', 'http://proxy.example:3128'],
])('HTTPS_PROXY=%s is %s', (value, address) => {
  const { proxy, words } = networkOf({ HTTPS_PROXY: value }).routeTo(FAR);
  expect(proxy).toMatchObject({ address, variable: 'HTTPS_PROXY' });
  expect(words).toBe(`through ${address} (HTTPS_PROXY)`);
});

test('user and password are decoded', () => {
  const { proxy } = networkOf({ HTTPS_PROXY: 'http://me%40here:p%3Aw@proxy.example:1' }).routeTo(FAR);
  expect(proxy).toMatchObject({ user: 'me@here', password: 'p:w' });
});

test.each([
  'http://',
  'ftp://proxy.example:21',
  'socks4://proxy.example:1080',
  'proxy.example:99999',
  'proxy.example:0',
  'proxy.example:port',
  'http://user:s3cret@:3128',
  'user:s3cret@proxy.example:99999',
  'http://user:s3cret@proxy example:3128',
  'http://user:s3cret@proxy.example:3128/path',
  'http://user:%zz@proxy.example:3128',
  '://',
])('ALL_PROXY=%s is refused by name, with the password hidden', (value) => {
  let thrown: unknown;
  try {
    networkOf({ ALL_PROXY: value });
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toMatchObject({
    code: 'config_invalid',
    exitCode: 2,
    message: expect.stringMatching(/^ALL_PROXY is ".*": expected an address such as http:\/\/proxy/),
    hint: expect.stringContaining('ALL_PROXY'),
  });
  expect(JSON.stringify(thrown)).not.toContain('s3cret');
});

test('any text is an address or refused, and its password is never shown', () => {
  const password = fc.stringMatching(/^[A-Za-z0-9]{12}$/).map((text) => `q${text}`);
  fc.assert(
    fc.property(fc.string(), fc.string(), password, (before, after, secret) => {
      const value = `http://u:${secret}@${before}${after}`;
      try {
        expect(networkOf({ ALL_PROXY: value }).routeTo(FAR).words).not.toContain(secret);
      } catch (error) {
        expect(error).toMatchObject({ code: 'config_invalid' });
        expect(JSON.stringify(error)).not.toContain(secret);
      }
    }),
  );
});

test.each([
  [{ https_proxy: 'a:1', HTTPS_PROXY: 'b:1', ALL_PROXY: 'c:1' }, 'https_proxy'],
  [{ https_proxy: '', HTTPS_PROXY: 'b:1', ALL_PROXY: 'c:1' }, 'HTTPS_PROXY'],
  [{ HTTP_PROXY: 'a:1', ALL_PROXY: 'c:1' }, 'ALL_PROXY'],
  [{ all_proxy: 'c:1' }, 'all_proxy'],
  [{ HTTP_PROXY: 'a:1' }, undefined],
  [{}, undefined],
])('of %j an https address uses %s', (env, name) => {
  expect(networkOf(env).routeTo(FAR).proxy?.variable).toBe(name);
});

test('an http address uses HTTP_PROXY', () => {
  const { routeTo } = networkOf({ HTTP_PROXY: 'a:1', HTTPS_PROXY: 'b:1' });
  expect(routeTo('http://archive.example').proxy?.variable).toBe('HTTP_PROXY');
});
