import { loadConfig } from '@tapehaul/config';
import { ArchiveCollectionWorkflow, createCollectionMetrics } from '@tapehaul/workflow';

// A small part of the configuration, to try it out.
const overrides = { markets: ['spot'], data_types: ['trades'], output_directory: 'output/from_code' };
const { config, matrix } = await loadConfig('archive-config.json', { env: process.env, overrides });

const metrics = createCollectionMetrics();
const workflow = new ArchiveCollectionWorkflow(config, { matrix, metrics });
const { name, retries, retry_delay_seconds } = workflow.getFlowConfig();
console.log(name, { retries, retry_delay_seconds });

const result = await workflow.execute();
console.log(result.status, result.success_rate, result.total_size_formatted, result.storage_zones_used);
console.log(result.collection_stats);
console.log((await metrics.prometheusText()).match(/^tapehaul_files_total.*$/gm));
