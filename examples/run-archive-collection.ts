import { startSimulator } from '@tapehaul/archive-simulator';
import { loadConfig } from '@tapehaul/config';
import { asTapehaulError } from '@tapehaul/errors';
import {
  ArchiveCollectionWorkflow,
  type CollectionResult,
  testCollectionSetup,
  type WorkflowEvent,
} from '@tapehaul/workflow';

/**
 * Loads a configuration, checks what it needs, collects, and prints statistics, failures, and why the run failed. Gives the exit status.
 *
 *     npm install @tapehaul/workflow @tapehaul/config @tapehaul/errors @tapehaul/archive-simulator
 *     node run-archive-collection.ts collection.json     # Node 24 or newer
 */
async function runArchiveCollection(path: string): Promise<number> {
  const env = process.env;
  const { config, matrix, warnings } = await loadConfig(path, { env });
  for (const { path: key, message } of warnings) console.warn(`warning: ${key}: ${message}`);

  if (!(await checkSetup(path))) return 1;

  const workflow = new ArchiveCollectionWorkflow(config, { matrix, env, onEvent: printTrouble });
  console.log('flow', workflow.getFlowConfig());
  // The first Ctrl-C lets files in progress finish; tapehaul resume continues the run.
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  const result = await workflow.execute({ gently: stop.signal });
  printResult(result);
  return result.exit_code;
}

/** Tries each point of the set-up on a simulated archive on this machine, and says what to do about those that fail. */
async function checkSetup(path: string): Promise<boolean> {
  await using archive = await startSimulator();
  const { passed } = await testCollectionSetup(path, {
    archive,
    onPoint: ({ title, status, message, remedy }) => {
      console.log(`${status === 'passed' ? '✓' : '✗'} ${title}: ${message}`);
      if (remedy !== '') console.log(`  ${remedy}`);
    },
  });
  return passed;
}

/** Prints what went wrong while the run goes, and what the archive does not have. */
function printTrouble(event: WorkflowEvent): void {
  if (event.kind === 'retry')
    console.warn(`retry at ${event.retry_at}: ${event.key}: ${event.error.message}`);
  if (event.kind === 'verdict')
    console.warn(`not in the archive, ${event.first} … ${event.last}: ${event.reason}`);
}

function printResult(result: CollectionResult): void {
  console.log(
    `${result.status}, run ${result.run_id}: ${result.total_size_formatted}, ${result.success_rate} % in place`,
  );
  console.log('collection', result.collection_stats);
  console.log('downloads', result.downloader_stats);
  for (const { key, attempts, error } of result.failures) {
    console.error(`failed: ${key}, attempts: ${attempts}: ${error.message}`);
    if (error.hint !== undefined) console.error(`  ${error.hint}`);
  }
  // Why the run itself ended before all files were done, such as a source that cannot be reached.
  if (result.error !== null) console.error(result.error.message, result.error.hint ?? '');
}

try {
  process.exitCode = await runArchiveCollection(process.argv[2] ?? 'collection.json');
} catch (thrown) {
  const { message, hint, exitCode } = asTapehaulError(thrown);
  console.error(message);
  if (hint !== undefined) console.error(hint);
  process.exitCode = exitCode;
}
