import type { CollectionConfig } from '@tapehaul/config';
import type { CodedError } from '@tapehaul/errors';
import { type Flow, flow } from '@tapehaul/orchestrator';
import { isSourceError } from '../engines/check-source.ts';
import { FLOW_NAME, FLOW_TAGS } from '../flow-names.ts';
import type { CollectionMetadata } from '../result/collection-metadata.ts';
import type { CollectionRun } from './steps/collection-run.ts';
import { executeBatchDownloads } from './steps/downloads.ts';
import { checkFreeSpace } from './steps/free-space.ts';
import { generateIngestionTasks } from './steps/ingestion-tasks.ts';
import { createCollectionMetadata, persistCollectionMetadata } from './steps/metadata-tasks.ts';
import { loadArchiveMatrix, validateArchiveConfiguration } from './steps/preparation.ts';
import { type CallStep, collectTables } from './tables/collect-tables.ts';
import { skipTables } from './tables/requested-tables.ts';

/**
 * The flow of a collection: config, plan, download, verify, record. Its body is run again, as `retry_attempts`
 * and `retry_delay_seconds` say, after an error that may pass; what is stored and done by then stays so.
 */
export function collectionFlow({
  retry_attempts,
  retry_delay_seconds,
}: CollectionConfig): Flow<CollectionRun, CollectionMetadata> {
  const options = {
    tags: FLOW_TAGS,
    retries: retry_attempts,
    retryDelaySeconds: retry_delay_seconds,
    // Who set a wrong address wants to know at once; the check itself gives a short outage its time.
    retryOn: (error: CodedError) => error.retry !== 'never' && !isSourceError(error),
    parameters: ({ config, today }: CollectionRun) => ({ config, today }),
  };
  return flow(FLOW_NAME, options, async (run: CollectionRun, context) => {
    // Each step is done once in an attempt, and a further attempt makes its failure good.
    const call: CallStep = (definition, input) => context.call(definition, input, { id: definition.name });
    await call(validateArchiveConfiguration, run);
    await call(createCollectionMetadata, run);
    const matrix = await call(loadArchiveMatrix, run);
    await call(generateIngestionTasks, { run, matrix });
    await call(checkFreeSpace, run);
    await call(executeBatchDownloads, { run, context });
    if (run.config.tables === false) await skipTables(run);
    else await collectTables({ run, context }, call);
    return call(persistCollectionMetadata, run);
  });
}
