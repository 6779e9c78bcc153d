import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type ObjectAnswer, objectPath } from '@tapehaul/planner';
import { checkSource, type SourceCheck } from '../engines/check-source.ts';

/** Lets objects of a plan through to where they are stored. */
export type SourceGate = (answers: readonly Pick<ObjectAnswer, 'key' | 'object'>[]) => Promise<void>;

/**
 * Checks the source once, before the first object that is to be fetched from it is stored. A run that finds every file in
 * place, recorded or not, sends no request; a plan that is made by listing has shown the source already. Rejects as
 * {@link checkSource} does.
 */
export function sourceGate(check: SourceCheck & { readonly root: string }): SourceGate {
  const { planning, storage, layout, force_redownload } = check.config;
  const mayBeThere = storage.type === 'local' && !force_redownload;
  let isOpen = planning === 'listing';
  return async (answers) => {
    if (isOpen) return;
    const wanted = answers.find(({ object }) => {
      return !mayBeThere || !existsSync(join(check.root, objectPath(object, layout)));
    });
    if (wanted === undefined) return;
    await checkSource(check, wanted.key);
    isOpen = true;
  };
}
