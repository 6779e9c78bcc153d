import { LAST_ENGINE } from '@tapehaul/config';
import { counted } from '@tapehaul/errors';
import type { PlanSummary } from '@tapehaul/workflow';
import prettyBytes from 'pretty-bytes';
import { engineName } from './engine-changes.ts';

/** Which files of a plan another engine than plain S3 is to fetch; a line, or none where there are no such files. */
export function engineShares({ by_engine, estimated_files }: PlanSummary): string[] {
  if (by_engine.every(({ engine }) => engine === LAST_ENGINE)) return [];
  const about = estimated_files > 0 ? 'about ' : '';
  const shares = by_engine.map(({ engine, files, bytes }) => {
    const way =
      engine === LAST_ENGINE ? `over ${engineName(engine)}` : `with ${engineName(engine)} if it is installed`;
    return `${counted(files, 'file')} (${about}${prettyBytes(bytes)}) ${way}`;
  });
  return [`Engines   ${shares.join(', ')}`];
}
