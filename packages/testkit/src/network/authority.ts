import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A private certificate authority, and a certificate that it has signed for a server. */
export interface Authority {
  /** Path of the authority's own certificate. */
  readonly file: string;
  readonly key: Buffer;
  readonly cert: Buffer;
}

/** Makes an authority and a certificate for names and addresses, such as `DNS:archive.test,IP:0.0.0.0`, in a folder. */
export async function makeAuthority(folder: string, names: string): Promise<Authority> {
  const at = (name: string): string => join(folder, name);
  const openssl = (...args: string[]) => run('openssl', args, { cwd: folder });
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  const ca = ['-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=Company CA', '-days', '2'];
  await openssl('req', '-x509', ...curve, ...ca);
  await openssl('req', ...curve, '-keyout', 'server.key', '-out', 'server.csr', '-subj', '/CN=archive.test');
  await writeFile(at('names'), `subjectAltName=${names}\nextendedKeyUsage=serverAuth,clientAuth\n`);
  const signed = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2', '-extfile', 'names'];
  await openssl('x509', '-req', '-in', 'server.csr', '-out', 'server.pem', ...signed);
  const [key, cert] = await Promise.all([readFile(at('server.key')), readFile(at('server.pem'))]);
  return { file: at('ca.pem'), key, cert };
}
