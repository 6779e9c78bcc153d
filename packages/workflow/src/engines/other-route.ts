import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sidecarKey } from '@tapehaul/archive';
import type { Engine } from '@tapehaul/downloader';
import { asTapehaulError } from '@tapehaul/errors';
import { BASE } from './providers.ts';

/** Whether the source of an object can be reached in another way than over plain S3. Never rejects. */
export type OtherRoute = (key: string, signal: AbortSignal) => Promise<boolean>;

/** Longest wait for those ninety bytes, in milliseconds: a way that answers at all does so within seconds. */
const PATIENCE_MS = 30_000;

/**
 * Finds out by fetching one sidecar, some ninety bytes, with another engine, and dropping it: s5cmd resolves names and
 * trusts certificates by other means than Node. What takes longer than `patienceMs` counts as no way. Undefined where
 * there is no other engine.
 */
export function otherRouteBy(engines: readonly Engine[], patienceMs = PATIENCE_MS): OtherRoute | undefined {
  const other = engines.find(({ name }) => name !== BASE.name);
  if (other === undefined) return undefined;
  return async (key, signal) => {
    const directory = await mkdtemp(join(tmpdir(), 'tapehaul-probe-')).catch(() => undefined);
    if (directory === undefined) return false;
    const patience = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]);
    try {
      await other.get({ key: sidecarKey(key), path: join(directory, 'sidecar') }, patience);
      return true;
    } catch (thrown) {
      return asTapehaulError(thrown, signal).code === 'not_found';
    } finally {
      await rm(directory, { recursive: true, force: true }).catch(() => {});
    }
  };
}
