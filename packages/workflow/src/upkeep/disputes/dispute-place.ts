import { rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { sidecarKey } from '@tapehaul/archive';
import type { CatalogReader, DisputeRecord } from '@tapehaul/catalog';
import { type CollectionConfig, parseConfig } from '@tapehaul/config';
import { directoryTarget, type Target } from '@tapehaul/downloader';
import * as z from 'zod';
import { QUARANTINE, stateDirectory } from '../../directory.ts';
import { type AccessOf, USUAL_ACCESS } from '../../engines/access.ts';
import { collectionTarget } from '../../engines/collection-target.ts';

const parametersSchema = z.object({ config: z.unknown().optional() });

/** The configuration of the run that met a dispute last: it says where files go. Of one that `repair` has found, the usual one. */
export async function configOfDispute(
  record: CatalogReader,
  dispute: DisputeRecord,
  root: string,
): Promise<CollectionConfig> {
  const run = await record.run(dispute.lastRunId);
  const { config = usualConfig(dispute) } = parametersSchema.parse(run?.parameters);
  return { ...parseConfig(config), output_directory: root };
}

function usualConfig({ series, period }: DisputeRecord): object {
  const { market = '', dataType = '', symbol = '', interval = null } = series ?? {};
  const day = period?.length === 7 ? `${period}-01` : period;
  return {
    markets: [market],
    symbols: [symbol],
    data_types: [dataType],
    ...(interval === null ? {} : { intervals: [interval] }),
    date_range: { start: day, end: day },
  };
}

/** Where files of a configuration go, and whether links that lead out of the output directory are refused. */
export function placeOf(
  config: CollectionConfig,
  root: string,
  accessOf: AccessOf = USUAL_ACCESS,
): { readonly target: string | Target; readonly confined: boolean } {
  const { storage, confined = false } = accessOf(config);
  return { target: collectionTarget(config, root, storage, storage.network), confined };
}

/** Where files of a configuration go, as a target that is closed by who opened it. */
export function targetOf(config: CollectionConfig, root: string, accessOf?: AccessOf): Target {
  const { target, confined } = placeOf(config, root, accessOf);
  if (typeof target !== 'string') return target;
  return directoryTarget({ root, state: stateDirectory(root), confined });
}

/** Removes what was put aside of a dispute, its sidecar, and the folders that are empty by then. */
export async function removeQuarantined(
  root: string,
  { quarantinePath }: Pick<DisputeRecord, 'quarantinePath'>,
): Promise<void> {
  if (quarantinePath === null) return;
  const file = join(root, quarantinePath);
  await rm(file, { force: true });
  await rm(sidecarKey(file), { force: true });
  const top = join(root, QUARANTINE);
  for (let folder = dirname(file); folder.startsWith(`${top}/`); folder = dirname(folder)) {
    // One that is in use stays.
    const isGone = await rmdir(folder).then(
      () => true,
      () => false,
    );
    if (!isGone) return;
  }
}
