import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { targetContract } from '../contract/target-contract.ts';
import type { Target, TargetFile } from '../target/target.ts';
import { directoryTarget } from './directory-target.ts';
import { proveTarget } from './prove-target.ts';

targetContract('local disk', (directory) =>
  directoryTarget({ root: join(directory, 'files'), state: join(directory, 'state') }),
);

/** What a proof of a target finds broken, and what it leaves in the directory. */
async function brokenOf(
  breaks: (target: Target) => Partial<Target>,
  proof: { readonly signal?: AbortSignal; readonly only?: readonly string[] } = {},
) {
  const { signal = new AbortController().signal } = proof;
  const directory = await mkdtemp(join(tmpdir(), 'tapehaul-proof-'));
  const root = join(directory, 'files');
  const sound = directoryTarget({ root, state: join(directory, 'state') });
  const target = { ...sound, ...breaks(sound) };
  const broken: string[] = [];
  for await (const { name, wrong } of proveTarget(target, {
    ...proof,
    signal,
    staging: join(directory, 'staged'),
  })) {
    if (wrong !== undefined) broken.push(name);
  }
  await target.close();
  const left = await readdir(root).catch(() => []);
  await rm(directory, { recursive: true });
  return { broken, left };
}

test('a sound target keeps every promise, and nothing is left on it', async () => {
  expect(await brokenOf(() => ({}))).toEqual({ broken: [], left: [] });
});

/** Ways to break the contract, and a promise that each must be seen to break. */
const FAULTS: Record<string, [string, (target: Target) => Partial<Target>]> = {
  'finds what was never written': ['finds_nothing', () => ({ find: async () => standing(1) })],
  'forgets what was published': ['publishes', () => ({ find: async () => undefined })],
  'reports another size': [
    'publishes',
    (sound) => ({ publish: async (...of) => ({ ...(await sound.publish(...of)), bytes: 1 }) }),
  ],
  'keeps a wrong digest': [
    'remembers_digests',
    (sound) => ({ find: async (path) => withDigest(await sound.find(path)) }),
  ],
  'reads other bytes': [
    'publishes',
    () => ({
      read: async function* () {
        yield Buffer.from('CANDLES');
      },
    }),
  ],
  'cuts off large files': [
    'publishes_large',
    (sound) => ({
      async *read(path, signal) {
        let bytes = 0;
        for await (const chunk of sound.read(path, signal)) {
          bytes += chunk.length;
          if (bytes <= 2 ** 20) yield chunk;
        }
      },
    }),
  ],
  'ignores a replacement': [
    'replaces',
    (sound) => ({
      publish: async (pair, path, proof, signal) =>
        proof.replaces ? standing(3) : sound.publish(pair, path, proof, signal),
    }),
  ],
  'leaves an old sidecar': [
    'drops_sidecars',
    (sound) => ({
      publish: async (pair, path, proof, signal) =>
        sound.publish(
          pair.sidecar === null && proof.replaces
            ? { ...pair, sidecar: { kind: 'memory', bytes: Buffer.from('old digest') } }
            : pair,
          path,
          proof,
          signal,
        ),
    }),
  ],
  'drops a sidecar that comes later': ['adds_sidecars', () => ({ publishSidecar: async () => {} })],
  'keeps no versions': ['keeps_versions', () => ({ keep: async () => {} })],
  'decodes names': [
    'tells_names_apart',
    (sound) => {
      const plain = (path: string): string =>
        decodeURIComponent(path.replaceAll('+', ' ').replace('100%.', '100%25.'));
      return {
        find: (path) => sound.find(plain(path)),
        read: (path, signal) => sound.read(plain(path), signal),
        publish: (pair, path, proof, signal) => sound.publish(pair, plain(path), proof, signal),
      };
    },
  ],
  'takes any bytes as proved': [
    'refuses_other_bytes',
    (sound) => ({
      publish: async (pair, path, proof, signal) => ({
        ...(await sound.publish(pair, path, proof, signal)),
        sha256: proof.sha256,
      }),
    }),
  ],
  'mixes up files written at once': [
    'publishes_many',
    (sound) => ({
      publish: (pair, path, proof, signal) =>
        sound.publish(pair, path.replace('many/7', 'many/6'), proof, signal),
    }),
  ],
  'gives an empty file for a missing one': ['reports_missing', () => ({ read: async function* () {} })],
  'cannot make durable': [
    'makes_durable',
    () => ({ durable: async () => Promise.reject(new Error('no fsync')) }),
  ],
  'removes nothing': ['removes', () => ({ remove: async () => {} })],
  'cannot remove': ['leaves_nothing', () => ({ remove: async () => Promise.reject(new Error('denied')) })],
};

test.each(Object.entries(FAULTS))('a target that %s is found out', async (_, [promise, breaks]) => {
  const only = [promise === 'leaves_nothing' ? 'publishes' : promise];
  expect((await brokenOf(breaks, { only })).broken).toContain(promise);
});

test('a proof that is stopped leaves nothing', async () => {
  const stop = new AbortController();
  const { left } = await brokenOf(
    (sound) => ({
      publish: async (...of) => {
        const standing = await sound.publish(...of);
        stop.abort();
        return standing;
      },
    }),
    { signal: stop.signal },
  );
  expect(left).toEqual([]);
});

function standing(bytes: number): TargetFile {
  return { bytes, mtimeMs: 0, sha256: null };
}

function withDigest(found: TargetFile | undefined): TargetFile | undefined {
  return found === undefined ? undefined : { ...found, sha256: '0'.repeat(64) };
}
