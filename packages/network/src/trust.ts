import { X509Certificate } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { SecureContext } from 'node:tls';
import { TapehaulError } from '@tapehaul/errors';
import type { OwnTls, Trust } from './connect/connections.ts';
import { type Environment, type Variable, variableOf } from './proxy/variables.ts';

/** The same, also made ready for TLS. */
export interface TlsTrust extends Trust {
  /** Made once. Throws a TapehaulError `config_invalid` for a damaged certificate. */
  context(): SecureContext;
  /** The same with what holds for one host alone. Throws the error of OpenSSL for what it cannot read. */
  contextWith(own: OwnTls): SecureContext;
}

/** Variables that name a file of PEM certificates. */
const FILES = ['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'AWS_CA_BUNDLE'];
const DIRECTORIES = 'SSL_CERT_DIR';
const BLOCK = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/**
 * Reads which authorities an environment adds. They add to the usual ones and replace none, so that one setting is
 * right for a private mirror and for the public archive. Throws a TapehaulError `config_invalid` that names the
 * variable, for a file that cannot be read or holds no certificate, and where no directory of a list exists.
 */
export function trustOf(env: Environment): TlsTrust {
  const files = FILES.flatMap((name) => variableOf({ [name]: env[name] }, name) ?? []);
  const directories = variableOf({ [DIRECTORIES]: env[DIRECTORIES] }, DIRECTORIES);
  const byPath = new Map(files.map((file) => [file.value, file]));
  const extra = [...byPath.values()].flatMap(certificatesOfFile);
  if (directories !== undefined) checkDirectories(directories);

  let all: readonly string[] | undefined;
  let context: SecureContext | undefined;
  const certificates = (): readonly string[] => {
    all ??= [
      ...new Set(
        [...usual(), ...extra, ...(directories === undefined ? [] : ofDirectories(directories))].map(
          (block) => block.trim(),
        ),
      ),
    ];
    return all;
  };
  const variables = [...files, ...(directories === undefined ? [] : [directories])];
  return {
    variables,
    certificates,
    context() {
      if (context === undefined) {
        checkCertificates(extra, variables);
        context = tls().createSecureContext({ ca: [...certificates()] });
      }
      return context;
    },
    contextWith({ ca, cert, key }) {
      checkCertificates(extra, variables);
      const authorities = ca === undefined ? certificates() : [...certificates(), ca.toString()];
      return tls().createSecureContext({ ca: [...authorities], cert, key });
    },
  };
}

/** Loaded where it is needed: it takes a tenth of the start of Node. */
function tls(): typeof import('node:tls') {
  return process.getBuiltinModule('node:tls');
}

/** The authorities of Node, with those of `NODE_EXTRA_CA_CERTS` at its start, and of the operating system. */
function usual(): string[] {
  const { getCACertificates } = tls();
  return [...getCACertificates('default'), ...getCACertificates('system')];
}

function certificatesOfFile({ name, value }: Variable): string[] {
  const faulty = (why: string, cause?: unknown): TapehaulError =>
    new TapehaulError(
      'config_invalid',
      `${name} is "${value}": ${why}; expected a file of PEM certificates`,
      {
        cause,
        facts: { variable: name, value },
        hint: `Correct or unset ${name}.`,
      },
    );
  let text: string;
  try {
    text = readFileSync(value, 'latin1');
  } catch (cause) {
    throw faulty(existence(cause) === 'missing' ? 'no such file exists' : 'it cannot be read', cause);
  }
  const blocks = text.match(BLOCK);
  if (blocks === null) throw faulty('it holds no certificate');
  return blocks;
}

/** OpenSSL passes over damaged ones in silence. Checked only where TLS is used: all of a system's take a while. */
function checkCertificates(blocks: readonly string[], variables: readonly Variable[]): void {
  try {
    for (const block of blocks) new X509Certificate(block);
  } catch (cause) {
    const names = variables.map(({ name, value }) => `${name} (${value})`).join(', ');
    throw new TapehaulError('config_invalid', `a certificate of ${names} is damaged`, {
      cause,
      facts: { variables: variables.map(({ name }) => name) },
      hint: 'Check each file with: openssl x509 -noout -subject -in FILE.',
    });
  }
}

function existence(cause: unknown): 'missing' | 'unreadable' {
  return cause instanceof Error && 'code' in cause && cause.code === 'ENOENT' ? 'missing' : 'unreadable';
}

function checkDirectories({ name, value }: Variable): void {
  const isSome = value.split(delimiter).some((directory) => {
    return directory !== '' && statSync(directory, { throwIfNoEntry: false })?.isDirectory() === true;
  });
  if (isSome) return;
  const message = `${name} is "${value}": no such directory exists; expected directories of PEM certificates`;
  const facts = { variable: name, value };
  throw new TapehaulError('config_invalid', message, { facts, hint: `Correct or unset ${name}.` });
}

/** Certificates of the files in a list of directories; a file that holds none is left alone, as OpenSSL does. */
function ofDirectories({ value }: Variable): string[] {
  return value.split(delimiter).flatMap((directory) => {
    try {
      return readdirSync(directory).flatMap((file) => blocksOf(join(directory, file)));
    } catch {
      return [];
    }
  });
}

function blocksOf(path: string): string[] {
  try {
    return readFileSync(path, 'latin1').match(BLOCK) ?? [];
  } catch {
    return [];
  }
}
