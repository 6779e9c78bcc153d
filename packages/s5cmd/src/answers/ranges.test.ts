import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSimulator } from '@tapehaul/archive-simulator';
import { expect, test } from 'vitest';
import { realS5cmd } from '../../test/real-s5cmd.ts';
import { s5cmdEngine } from '../index.ts';

const MIB = 1 << 20;

test.each(['stream', 'batch'] as const)(
  'in %s mode an object replaced between two ranges arrives mixed, as a success: only proof finds it',
  async (mode) => {
    await using simulator = await startSimulator({});
    const directory = await mkdtemp(join(tmpdir(), 'tapehaul-ranges-'));
    const [older, newer] = ['o', 'n'].map((letter) => Buffer.alloc(3 * MIB, letter));
    if (older === undefined || newer === undefined) throw new Error('two versions');
    simulator.faults.add({ method: 'GET', times: 1, fault: { kind: 'replace', body: older } });
    simulator.faults.add({ fault: { kind: 'replace', body: newer } });
    const engine = s5cmdEngine({
      mode,
      binary: await realS5cmd(),
      endpoint: simulator.url,
      bucket: simulator.bucket,
      region: 'ap-northeast-1',
      workers: 4,
      partSizeMb: 1,
      timeoutSeconds: 30,
    });
    const path = join(directory, 'mixed');
    const received = await engine.get({ key: 'replaced', path }, new AbortController().signal);
    await engine.close();
    expect(received).toEqual({ bytes: 3 * MIB, etag: null, lastModified: null, sha256: null, content: null });
    const bytes = await readFile(path);
    expect(bytes.equals(Buffer.concat([older.subarray(0, MIB), newer.subarray(MIB)]))).toBe(true);
    await rm(directory, { recursive: true });
  },
);
