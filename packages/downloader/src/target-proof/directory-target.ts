import { join } from 'node:path';
import { localTarget } from '../disk/local-target.ts';
import { PacedDisk } from '../disk/paced-disk.ts';
import { openStaging, type Staging } from '../disk/staging.ts';
import type { Target } from '../target/target.ts';

/** A directory as target, for others than a downloader, which makes its own. */
export interface DirectoryTargetOptions {
  readonly root: string;
  /** Directory on the same file system, in which files are staged. */
  readonly state: string;
  /** Whether links below the root that lead out of it are refused; false by default. */
  readonly confined?: boolean;
}

/** The target that a downloader makes of a directory. `close` removes what is staged. */
export function directoryTarget({ root, state, confined = false }: DirectoryTargetOptions): Target {
  let opening: Promise<Staging> | undefined;
  const staging = (): Promise<Staging> => {
    opening ??= openStaging(join(state, 'staging'));
    return opening;
  };
  const target = localTarget({
    root,
    durability: 'group',
    disk: new PacedDisk(),
    staging,
    confined,
  });
  return {
    ...target,
    async close() {
      await target.close();
      await (await opening)?.close();
    },
  };
}
