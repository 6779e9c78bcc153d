import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { WorkerOptions } from '@temporalio/worker';

/** The workflow as it was bundled when this package was packed. */
const BUNDLED = fileURLToPath(new URL('./run-flow.bundle.js', import.meta.url));

let bundled: Promise<{ readonly code: string }> | undefined;

/** What a worker needs to run the workflow: the file that is packed with this package; from its sources, a bundle of them, made once a process. */
export async function flowBundle(): Promise<Pick<WorkerOptions, 'workflowBundle'>> {
  if (existsSync(BUNDLED)) return { workflowBundle: { codePath: BUNDLED } };
  bundled ??= bundleFlow();
  return { workflowBundle: await bundled };
}

/** Bundles the workflow from beside this file. */
export async function bundleFlow(): Promise<{ readonly code: string }> {
  const { bundleWorkflowCode } = await import('@temporalio/worker');
  const quiet = { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error() {} };
  const ending = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const workflowsPath = fileURLToPath(new URL(`./run-flow.${ending}`, import.meta.url));
  return bundleWorkflowCode({
    workflowsPath,
    logger: quiet,
    // Otherwise it names folders of the machine that bundles.
    webpackConfigHook: (config) => ({
      ...config,
      output: { ...config.output, pathinfo: false },
      optimization: { ...config.optimization, moduleIds: 'deterministic' },
    }),
  });
}
