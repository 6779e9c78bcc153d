import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ArchiveObject } from '@tapehaul/archive';
import type { Target } from '@tapehaul/downloader';
import { objectPath, type PlannedBy } from '@tapehaul/planner';
import { checkSource, type SourceCheck } from '../engines/check-source.ts';
import { checkStorage } from '../engines/check-storage.ts';

/** Lets objects of a plan through to where they are stored. */
export type SourceGate = (objects: readonly GatedObject[]) => Promise<void>;

/** An object that is to be fetched. */
export interface GatedObject {
  readonly key: string;
  readonly object: ArchiveObject;
  /** What it was planned by: a listing has shown the source. */
  readonly by: PlannedBy;
}

/**
 * Checks the source and the bucket that files go to once, before the first object that is to be fetched is stored. A run
 * that finds every file in place, recorded or not, sends no request; what is planned by listing has shown the source
 * already. Rejects as {@link checkSource} and {@link checkStorage} do.
 */
export function sourceGate(
  check: SourceCheck & { readonly root: string; readonly target: string | Target },
): SourceGate {
  const { storage, layout, force_redownload } = check.config;
  const mayBeThere = storage.type === 'local' && !force_redownload;
  let isOpen = false;
  return async (objects) => {
    if (isOpen) return;
    const wanted = objects.find(({ object }) => {
      return !mayBeThere || !existsSync(join(check.root, objectPath(object, layout)));
    });
    if (wanted === undefined) return;
    if (wanted.by === 'matrix') await checkSource(check, wanted.key);
    await checkStorage(check.target, objectPath(wanted.object, layout), check, check.signal);
    isOpen = true;
  };
}
