import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const PROGRAM = `
  import { existsSync } from 'node:fs';
  import { networkOf } from '@tapehaul/network';
  const network = networkOf();
  const [first, second] = ['https://a.example', 'https://b.example'].map((url) => network.childEnvironment(url));
  first.dispose();
  console.log(existsSync(second.variables.SSL_CERT_FILE));
  process.exit();
`;

test('the file of authorities for a child goes with the process that wrote it, however that ends', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'tapehaul-child-'));
  try {
    const file = join(directory, 'company.pem');
    await writeFile(file, `${rootCertificates[0]}\n`);
    const args = ['--conditions=@tapehaul/source', '--input-type=module', '--eval', PROGRAM];
    const env = { ...process.env, SSL_CERT_FILE: file, TMPDIR: directory };
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: import.meta.dirname, env });
    expect(stdout.trim()).toBe('true');
    expect(await readdir(directory)).toEqual(['company.pem']);
  } finally {
    await rm(directory, { recursive: true });
  }
});
