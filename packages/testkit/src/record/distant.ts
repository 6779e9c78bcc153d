import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Catalog, CatalogReader, HandIn, PagedRead } from '@tapehaul/catalog';

const HAND_INS: Readonly<Record<HandIn, true>> = {
  endPlan: true,
  recordTask: true,
  recordRun: true,
  recordTrace: true,
  endRun: true,
  recordCells: true,
  recordSeen: true,
  forgetSeen: true,
  recordLog: true,
  recordObject: true,
  forgetObject: true,
  recordDeepProof: true,
  recordVersion: true,
  recordChange: true,
  recordGap: true,
  recordDispute: true,
  recordPartition: true,
  forgetPartition: true,
  outdatePartition: true,
  hurry: true,
};

const PAGED: Readonly<Record<PagedRead, true>> = {
  remainingTasks: true,
  remainingFolders: true,
  batchReports: true,
  outcomes: true,
  failedTasks: true,
  held: true,
  recordedBy: true,
  versions: true,
  gaps: true,
  changes: true,
  disputes: true,
};

type Method = (...given: readonly unknown[]) => unknown;

/**
 * A catalog that behaves as one on another machine does: every answer, and every page, comes in a later turn of the event
 * loop, and what is handed in is written in a later turn, before the next answer. What cannot be written is refused by
 * `settled` and `close`. Code that forgets to wait for an answer fails with it.
 */
export function distant<Reader extends CatalogReader | Catalog>(near: Reader): Reader {
  const writes = new LaterWrites();
  return new Proxy(near, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof name !== 'string' || typeof member !== 'function') return member;
      const call: Method = (...given) => member.apply(target, given);
      if (name in HAND_INS) return (...given: readonly unknown[]) => writes.add(() => call(...given));
      if (name in PAGED) return (...given: readonly unknown[]) => pages(writes, () => call(...given));
      return async (...given: readonly unknown[]) => {
        await nextTurn();
        writes.write();
        if (name === 'settled' || name === 'close') writes.refuse();
        return await call(...given);
      };
    },
  });
}

/** What was handed in and is not written yet. */
class LaterWrites {
  #waiting: (() => void)[] = [];
  #refused: { readonly thrown: unknown } | undefined;

  add(write: () => void): void {
    if (this.#waiting.push(write) === 1) setImmediate(() => this.write());
  }

  /** Writes all; what is thrown by that is kept for {@link LaterWrites.refuse}. */
  write(): void {
    for (const write of this.#waiting.splice(0)) {
      try {
        write();
      } catch (thrown) {
        this.#refused ??= { thrown };
      }
    }
  }

  /** Throws once what could not be written. */
  refuse(): void {
    const refused = this.#refused;
    this.#refused = undefined;
    if (refused !== undefined) throw refused.thrown;
  }
}

async function* pages(writes: LaterWrites, read: () => unknown): AsyncGenerator<unknown> {
  await nextTurn();
  writes.write();
  for await (const page of read() as AsyncIterable<unknown>) {
    yield page;
    await nextTurn();
  }
}
