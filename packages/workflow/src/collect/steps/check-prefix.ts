import type { CatalogReader } from '@tapehaul/catalog';
import { TapehaulError } from '@tapehaul/errors';
import { checkSource, explained, type SourceCheck, USUAL_KEY } from '../../engines/check-source.ts';
import { holdsAny } from '../../file/held-object.ts';
import { FILE_TASK } from '../../flow-names.ts';

/** A run whose files have all ended. */
interface EndedFiles extends SourceCheck {
  readonly runId: string;
  readonly catalog: CatalogReader;
}

/**
 * Checks the address of a plain HTTP server (`source.style: none`) that answered 404 for every file of a run. Such a server
 * says nothing of where the archive is, so a wrong prefix looks like an archive without files. Rejects with a TapehaulError
 * `bucket_not_found` that names the setting, where it came from and the remedy, where the server does not have the object
 * that every copy of the archive is likely to hold either, and nothing has ever been collected into the directory.
 */
export async function checkPrefix(files: EndedFiles): Promise<void> {
  const { config, catalog, runId } = files;
  if (config.source.style !== 'none') return;
  const { Absent, ...others } = await catalog.counts(runId, FILE_TASK);
  const isAbsent = (Absent?.tasks ?? 0) > 0 && Object.values(others).every(({ tasks }) => tasks === 0);
  if (!isAbsent || (await holdsAny(catalog))) return;
  const { holdsKey } = await checkSource(files, USUAL_KEY);
  if (holdsKey !== false) return;
  const error = new TapehaulError(
    'bucket_not_found',
    `the server answers 404 for every file of this run, and for ${USUAL_KEY}`,
    {
      facts: { status: 404, key: USUAL_KEY },
      hint: 'Correct source.endpoint and source.prefix: the address of a file is both, then its key, which begins with data/. Then run the same command again.',
    },
  );
  throw explained(error, files, config.source.prefix === '' ? 'endpoint' : 'prefix');
}
