import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Target } from '../target/target.ts';
import { Probe } from '../target-proof/probe.ts';
import { TARGET_PROMISES } from '../target-proof/promises.ts';

/**
 * Declares the tests that every target must pass, for vitest: one for each promise, on a new target each. `make` gets a
 * directory that is removed after the test: for a target on a local disk, which has to stand on its file system.
 */
export function targetContract(name: string, make: (directory: string) => Target | Promise<Target>): void {
  describe(`the ${name} target`, () => {
    let directory = '';
    let target: Target;
    const { signal } = new AbortController();

    beforeEach(async () => {
      directory = await mkdtemp(join(tmpdir(), 'tapehaul target '));
      target = await make(directory);
    });
    afterEach(async () => {
      await target.close();
      await rm(directory, { recursive: true, force: true });
    });

    test.each(TARGET_PROMISES)('$promise', async ({ check }) => {
      const probe = new Probe({ target, folder: 'probe', staging: join(directory, 'staged'), signal });
      expect(await check(probe)).toBeUndefined();
      expect(await probe.removeAll()).toBeUndefined();
    });
  });
}
