import { readFile } from 'node:fs/promises';
import { BUILT_IN_MATRIX, type Matrix, parseConfig, readMatrix } from '@tapehaul/config';
import type { Task } from '@tapehaul/orchestrator';
import type { Collection } from '../collection.ts';
import { step } from './step.ts';

/** As the teams have it: three more attempts, a minute apart, for what may pass. */
const PATIENT = { retries: 3, retryDelaySeconds: 60 } as const;

/** Checks the configuration once more: a program may have made it without its types. */
export const validateArchiveConfiguration: Task<Collection, void> = step(
  'validate-archive-configuration',
  PATIENT,
  async ({ config }: Collection, { log }) => {
    const { markets, data_types, date_range } = parseConfig(config);
    log('info', `${markets.join(', ')}: ${data_types.join(', ')}, ${date_range.start} to ${date_range.end}`);
  },
);

/**
 * Finds what the archive is known to hold: as given, as the configuration names it, or as built in. Null for a run whose
 * plan is stored: it has no use for that, and its file may be gone by now.
 */
export const loadArchiveMatrix: Task<Collection, Matrix | null> = step(
  'load-archive-matrix',
  PATIENT,
  async ({ matrix, config, catalog, runId }: Collection, { signal }): Promise<Matrix | null> => {
    if (catalog.run(runId)?.plannedAt !== null) return null;
    if (matrix !== undefined) return matrix;
    if (config.matrix_path === undefined) return BUILT_IN_MATRIX;
    return readMatrix(JSON.parse(await readFile(config.matrix_path, { encoding: 'utf8', signal }))).matrix;
  },
);
