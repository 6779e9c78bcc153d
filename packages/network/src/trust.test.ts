import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { afterAll, expect, test } from 'vitest';
import { networkOf } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'trust-'));
afterAll(() => rmSync(folder, { recursive: true }));

test.each(['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'AWS_CA_BUNDLE'])(
  'a %s that is no file of certificates is refused by name',
  (name) => {
    const empty = join(folder, 'empty.pem');
    writeFileSync(empty, 'no certificate');
    for (const value of [join(folder, 'missing.pem'), empty, folder]) {
      expect(() => networkOf({ [name]: value })).toThrow(
        expect.objectContaining({ code: 'config_invalid', message: expect.stringContaining(`${name} is "`) }),
      );
    }
  },
);

test('a SSL_CERT_DIR without any directory is refused by name', () => {
  expect(() => networkOf({ SSL_CERT_DIR: join(folder, 'missing') })).toThrow(/^SSL_CERT_DIR is "/);
  expect(() => networkOf({ SSL_CERT_DIR: `${join(folder, 'missing')}:${folder}` })).not.toThrow();
});

test('authorities of a file and of a directory add to the usual ones', () => {
  const [one = '', two = ''] = rootCertificates;
  // Not those of the machine, so that the test sees what each variable adds.
  writeFileSync(join(folder, 'one.pem'), `a comment\n${one}\n`);
  const { trust } = networkOf({ SSL_CERT_FILE: join(folder, 'one.pem'), SSL_CERT_DIR: folder });
  expect(trust.certificates()).toEqual(expect.arrayContaining([one, two].map((block) => block.trim())));
  expect(trust.variables.map(({ name }) => name)).toEqual(['SSL_CERT_FILE', 'SSL_CERT_DIR']);
});

test('a damaged certificate is refused without the words of OpenSSL', async () => {
  const damaged = join(folder, 'damaged.pem');
  writeFileSync(damaged, '-----BEGIN CERTIFICATE-----\nQUJD\n-----END CERTIFICATE-----\n');
  const limits = { connections: 1, connectMs: 5_000, idleMs: 5_000 };
  const opening = networkOf({ SSL_CERT_FILE: damaged }).dispatcher('https://far.example', limits);
  await expect(opening).rejects.toThrow(/^a certificate of SSL_CERT_FILE \(.*damaged\.pem\) is damaged$/);
});

test('Go gets the same proxy, and all authorities in one file, which is removed', () => {
  const network = networkOf({ ALL_PROXY: 'socks5h://u:p@proxy.example', NO_PROXY: 'near.example' });
  expect(network.childEnvironment('https://far.example').variables).toEqual({
    HTTP_PROXY: 'socks5://u:p@proxy.example:1080',
    HTTPS_PROXY: 'socks5://u:p@proxy.example:1080',
  });
  expect(network.childEnvironment('https://near.example').variables).toEqual({});
});

test('the file of authorities for Go holds all of them, only its owner reads it, and it is removed', () => {
  const [one = ''] = rootCertificates;
  const file = join(folder, 'company.pem');
  writeFileSync(file, `${one}\n`);
  const { variables, dispose } = networkOf({ AWS_CA_BUNDLE: file }).childEnvironment('https://far.example');
  const bundle = variables.SSL_CERT_FILE ?? '';
  expect(readFileSync(bundle, 'utf8')).toContain(one.trim());
  expect(statSync(bundle).mode & 0o077).toBe(0);
  dispose();
  expect(existsSync(bundle)).toBe(false);
});
