import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { CollectionConfig, Environment } from '@tapehaul/config';
import { directoryTarget, type ProvedPromise, proveTarget, type Target } from '@tapehaul/downloader';
import { stateDirectory } from '../../directory.ts';
import { USUAL_ACCESS } from '../../engines/access.ts';
import { collectionTarget } from '../../engines/collection-target.ts';
import { prepareOutputDirectory } from '../../output-directory.ts';
import { diagnoseNetwork } from './diagnose-source.ts';
import { type Finding, failed, finding } from './finding.ts';
import { firstMissing, removeEmpty } from './made-directories.ts';

/**
 * Proves that the output directory, or the bucket of `storage`, keeps the promises that a collection relies on: writes,
 * finds, replaces and removes files of its own, and nothing else. `only` names the promises to prove; all by default. Never rejects: what goes wrong is a finding.
 */
export async function* diagnoseTarget(
  config: CollectionConfig,
  env: Environment = process.env,
  signal: AbortSignal = new AbortController().signal,
  only?: readonly string[],
): AsyncGenerator<Finding, void, undefined> {
  const root = resolve(config.output_directory);
  const isLocal = config.storage.type === 'local';
  const way = diagnoseNetwork(config, env);
  if (way.network === undefined) return yield way.finding;
  const state = stateDirectory(root);
  const made = isLocal ? firstMissing(state) : undefined;
  let target: Target | undefined;
  let staging: string | undefined;
  try {
    if (isLocal) await prepareOutputDirectory(root);
    staging = await mkdtemp(join(isLocal ? state : tmpdir(), 'tapehaul-probe-'));
    const chosen = collectionTarget(config, root, USUAL_ACCESS(config).storage, way.network);
    target = typeof chosen === 'string' ? directoryTarget({ root, state: staging }) : chosen;
    const proof = { staging, signal, ...(only === undefined ? {} : { only }) };
    for await (const proved of proveTarget(target, proof)) yield findingOf(proved);
  } catch (thrown) {
    yield failed('target', thrown, 'Choose another output_directory, or correct its permissions.');
  } finally {
    await target?.close();
    if (staging !== undefined) await rm(staging, { recursive: true, force: true });
    if (made !== undefined) await removeEmpty(state, made);
  }
}

function findingOf({ name, promise, wrong, hint }: ProvedPromise): Finding {
  if (wrong === undefined) return { ...finding('target', true, promise, ''), promise: name };
  return {
    check: 'target',
    promise: name,
    status: 'failed',
    message: `not true: ${promise} (${wrong})`,
    remedy:
      hint ??
      'Do not collect to it: files could be lost. Check the storage, and any cache or proxy before it.',
  };
}
