import { hash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { type Probe, sidecarOf } from './probe.ts';

/** One promise of the contract of targets. */
export interface TargetPromise {
  /** Short and stable, for programs. */
  readonly name: string;
  /** What is promised, as a sentence for people. */
  readonly promise: string;
  /** Resolves with what is wrong; with undefined when the promise is kept. An error also breaks it. */
  readonly check: (probe: Probe) => Promise<string | undefined>;
}

const LARGE_BYTES = 17 * 2 ** 20;
const MANY = 8;

/** The first thing that is wrong. */
async function firstOf(
  ...checks: readonly (() => Promise<string | undefined>)[]
): Promise<string | undefined> {
  for (const check of checks) {
    const wrong = await check();
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

/** What every target promises. */
export const TARGET_PROMISES: readonly TargetPromise[] = [
  {
    name: 'finds_nothing',
    promise: 'nothing is found where nothing was written',
    check: (probe) => probe.stands(probe.path('nothing.zip')),
  },
  {
    name: 'publishes',
    promise: 'a published file and its sidecar are found and read back',
    async check(probe) {
      const path = probe.path('pair.zip');
      const standing = await probe.publish(path, 'candles', 'digest');
      if (standing.bytes !== 7) return `publish reports ${standing.bytes} bytes, expected 7`;
      if (standing.sha256 !== null && standing.sha256 !== hash('sha256', 'candles'))
        return 'publish reports another SHA-256 than that of the file';
      return firstOf(
        () => probe.differs(path, 'candles'),
        () => probe.differs(sidecarOf(path), 'digest'),
      );
    },
  },
  {
    name: 'remembers_digests',
    promise: 'the SHA-256 that is kept with a file is that of the file',
    async check(probe) {
      const path = probe.path('digest.zip');
      await probe.publish(path, 'candles', null);
      const { sha256 = null } = (await probe.target.find(path)) ?? {};
      return sha256 === null || sha256 === hash('sha256', 'candles')
        ? undefined
        : 'another SHA-256 is kept than that of the file';
    },
  },
  {
    name: 'takes_staged_files',
    promise: 'a staged file is published, and its staged copy is removed',
    check: (probe) => publishStaged(probe, 'staged.zip', 1_000),
  },
  {
    name: 'publishes_large',
    promise: 'a large file is complete',
    check: (probe) => publishStaged(probe, 'large.zip', LARGE_BYTES),
  },
  {
    name: 'replaces',
    promise: 'a replaced file is read in its new version at once',
    async check(probe) {
      const path = probe.path('replaced.zip');
      await probe.publish(path, 'the old version', 'old digest');
      // Reads fill caches, which must not answer later.
      const before = await probe.differs(path, 'the old version');
      await probe.publish(path, 'new', 'new digest', true);
      return firstOf(
        async () => before,
        () => probe.differs(path, 'new'),
        () => probe.differs(sidecarOf(path), 'new digest'),
      );
    },
  },
  {
    name: 'drops_sidecars',
    promise: 'a file that comes without a sidecar has none',
    async check(probe) {
      const path = probe.path('bare.zip');
      await probe.publish(path, 'old', 'old digest');
      await probe.publish(path, 'new', null, true);
      return firstOf(
        () => probe.differs(path, 'new'),
        () => probe.stands(sidecarOf(path)),
      );
    },
  },
  {
    name: 'adds_sidecars',
    promise: 'a sidecar can be put beside a file, which stays as it is',
    async check(probe) {
      const path = probe.path('beside.zip');
      await probe.publish(path, 'candles', null);
      await probe.target.publishSidecar(probe.inMemory('digest'), path, probe.signal);
      return firstOf(
        () => probe.differs(path, 'candles'),
        () => probe.differs(sidecarOf(path), 'digest'),
      );
    },
  },
  {
    name: 'keeps_versions',
    promise: 'a version that is kept elsewhere survives its replacement',
    async check(probe) {
      const [path, kept] = [probe.path('version.zip'), probe.path('kept/version.zip')];
      await probe.publish(path, 'old', 'old digest');
      await probe.target.keep(path, kept, probe.signal);
      await probe.publish(path, 'newer', 'new digest', true);
      return firstOf(
        () => probe.differs(kept, 'old'),
        () => probe.differs(sidecarOf(kept), 'old digest'),
        () => probe.differs(path, 'newer'),
      );
    },
  },
  {
    name: 'tells_names_apart',
    promise: 'names in any script, with spaces, quotes and percent signs are different files',
    async check(probe) {
      const names = ['symbol=币安人生USDT/a b.zip', "it's 100%.zip", 'a b.zip', 'a%20b.zip', 'a+b.zip'];
      const paths = names.map((name) => probe.path(name));
      for (const [place, path] of paths.entries()) await probe.publish(path, `number ${place}`, null);
      return firstOf(...paths.map((path, place) => () => probe.differs(path, `number ${place}`)));
    },
  },
  {
    name: 'refuses_other_bytes',
    promise: 'a file that is not what was proved is refused, or no SHA-256 is kept with it',
    async check(probe) {
      const path = probe.path('rotten.zip');
      const rotten = { zip: probe.inMemory('rotten'), sidecar: null };
      const proof = { sha256: hash('sha256', 'proved'), replaces: false };
      const standing = await probe.target.publish(rotten, path, proof, probe.signal).catch(() => undefined);
      if (standing === undefined) return probe.stands(path);
      return standing.sha256 === null
        ? undefined
        : 'a file with another content than its SHA-256 was accepted';
    },
  },
  {
    name: 'publishes_many',
    promise: 'many files that are published at once are each at their own path',
    async check(probe) {
      const paths = Array.from({ length: MANY }, (_, place) => probe.path(`many/${place}.zip`));
      await Promise.all(paths.map((path, place) => probe.publish(path, `number ${place}`, null)));
      return firstOf(...paths.map((path, place) => () => probe.differs(path, `number ${place}`)));
    },
  },
  {
    name: 'reports_missing',
    promise: 'reading a missing file is an error, not an empty file',
    async check(probe) {
      const path = probe.path('missing.zip');
      const read = Array.fromAsync(probe.target.read(path, probe.signal));
      return read.then(
        () => `${path} could be read, although it was never written`,
        () => undefined,
      );
    },
  },
  {
    name: 'makes_durable',
    promise: 'a published file can be made durable',
    async check(probe) {
      const path = probe.path('durable.zip');
      await probe.publish(path, 'candles', 'digest');
      await probe.target.durable(path, probe.signal);
      return probe.differs(path, 'candles');
    },
  },
  {
    name: 'removes',
    promise: 'a removed file is gone with its sidecar, and its neighbour stays',
    async check(probe) {
      const [path, neighbour] = [probe.path('removed.zip'), probe.path('removed.zip.zip')];
      await probe.publish(path, 'candles', 'digest');
      await probe.publish(neighbour, 'neighbour', null);
      await probe.target.remove(path, probe.signal);
      await probe.target.remove(path, probe.signal);
      return firstOf(
        () => probe.stands(path),
        () => probe.stands(sidecarOf(path)),
        () => probe.differs(neighbour, 'neighbour'),
      );
    },
  },
];

async function publishStaged(probe: Probe, name: string, size: number): Promise<string | undefined> {
  const path = probe.path(name);
  const bytes = randomBytes(size);
  const zip = await probe.onDisk(bytes);
  const proof = { sha256: hash('sha256', bytes), replaces: false };
  await probe.target.publish({ zip, sidecar: null }, path, proof, probe.signal);
  if (existsSync(zip.path)) return `the staged file of ${path} is still there`;
  return probe.differs(path, bytes);
}
