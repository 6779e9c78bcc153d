import type { Received, Transfer } from '@tapehaul/downloader';
import { asTapehaulError, type TapehaulError } from '@tapehaul/errors';
import type { ObjectReader } from './object-reader.ts';
import type { Parts } from './parts.ts';
import { receivePart } from './receive-part.ts';
import { Reception, type SplitRules } from './reception.ts';

/** Runs a helper's work when there is a connection to spare. */
export type Spare = (work: () => Promise<void>) => void;

/** Most helpers that read parts of one object beside its first reader. */
const HELPERS = 7;

/**
 * Brings one object. A large one is read from its beginning in one request, while helpers, as connections are
 * to spare, read parts of it from the end, all of the same version; without any spare one it is one plain
 * GET. Rejects with a TapehaulError, and may then leave a file behind.
 */
export async function receive(
  reader: ObjectReader,
  transfer: Transfer,
  rules: SplitRules,
  spare: Spare,
  signal: AbortSignal,
): Promise<Received> {
  const { key, path } = transfer;
  const helping = new Set<Promise<void>>();
  let fatal: TapehaulError | undefined;
  let over = false;

  async function help(parts: Parts, etag: string): Promise<void> {
    for (let part = parts.takeLast(); part !== undefined; part = parts.takeLast()) {
      try {
        await receivePart(reader, { key, path, etag }, part, signal);
      } catch (thrown) {
        const error = asTapehaulError(thrown);
        if (error.code === 'changed_upstream') fatal = error;
        parts.giveBack(part);
        return;
      }
    }
  }

  const reception = new Reception(transfer, rules, (parts, etag) => {
    for (let helper = 0; helper < Math.min(HELPERS, parts.count); helper++) {
      spare(() => {
        if (over || signal.aborted) return Promise.resolve();
        const work: Promise<void> = help(parts, etag).finally(() => helping.delete(work));
        helping.add(work);
        return work;
      });
    }
  });
  try {
    await reader.read(key, {}, reception, signal);
    const received = await reception.finish();
    const { parts, etag } = reception;
    while (parts !== undefined && (parts.count > 0 || helping.size > 0) && fatal === undefined) {
      const part = parts.takeFirst();
      if (part === undefined) await Promise.race(helping);
      else await receivePart(reader, { key, path, etag: etag ?? '' }, part, signal);
    }
    if (fatal !== undefined) throw fatal;
    return received;
  } finally {
    over = true;
    await reception.abandon();
    await Promise.allSettled(helping);
  }
}
