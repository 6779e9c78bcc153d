import { sidecarOwner } from '@tapehaul/archive';
import type { Engine } from '../engine/engine.ts';
import type { Fetcher } from './fall-back.ts';

/** A file that an engine moves; its sidecar is no file of its own. */
export interface MovedFile {
  readonly key: string;
  /** Name of the engine. */
  readonly engine: string;
  /** Its size in bytes by the listing, else the typical size of such files; null where neither is known. */
  readonly bytes: number | null;
}

/**
 * Is notified when an engine begins to move a file, and when that file has arrived or failed: `ended` follows each `began`. It
 * must not throw.
 */
export type MoveListener = (change: 'began' | 'ended', file: MovedFile) => void;

/** Reports which files an engine moves; without a listener it is the engine itself. */
export function watched(engine: Engine, onMove: MoveListener | undefined): Fetcher {
  if (onMove === undefined) return engine;
  const { name, reportsBegin = false } = engine;
  return {
    name,
    async get(transfer, signal) {
      const { key, size, likelySize, onBegin } = transfer;
      if (sidecarOwner(key) !== undefined || transfer.versionOnly === true)
        return engine.get(transfer, signal);
      const file = { key, engine: name, bytes: size ?? likelySize ?? null };
      let isMoving = false;
      const begin = (): void => {
        if (isMoving) return;
        isMoving = true;
        onMove('began', file);
      };
      if (!reportsBegin) begin();
      const noticed = (at: number): void => {
        begin();
        onBegin?.(at);
      };
      try {
        return await engine.get(reportsBegin ? { ...transfer, onBegin: noticed } : transfer, signal);
      } finally {
        if (isMoving) onMove('ended', file);
      }
    },
  };
}
