import { BUILT_IN_MATRIX, type Matrix, readJsonFile, readMatrix } from '@tapehaul/config';
import type { Task } from '@tapehaul/orchestrator';
import type { CollectionRun } from './collection-run.ts';
import { step } from './step.ts';

/** As the teams have it: three more attempts, a minute apart, for what may pass. */
const PATIENT = { retries: 3, retryDelaySeconds: 60 } as const;

/** Notes what is collected. The configuration was checked where it entered: by its parser. */
export const validateArchiveConfiguration: Task<CollectionRun, void> = step(
  'validate-archive-configuration',
  PATIENT,
  async ({ config }: CollectionRun, { log }) => {
    const { markets, data_types, date_range } = config;
    log('info', `${markets.join(', ')}: ${data_types.join(', ')}, ${date_range.start} to ${date_range.end}`);
  },
);

/**
 * Finds what the archive is known to hold: as given, as the configuration names it, or as built in. Null for a run whose
 * plan is stored: it has no use for that, and its file may be gone by now.
 */
export const loadArchiveMatrix: Task<CollectionRun, Matrix | null> = step(
  'load-archive-matrix',
  PATIENT,
  async (run: CollectionRun): Promise<Matrix | null> => (run.phase === 'planned' ? null : matrixOf(run)),
);

/** The matrix of a run. Rejects with a TapehaulError when the file that its configuration names cannot be read. */
export async function matrixOf({
  matrix,
  config,
}: Pick<CollectionRun, 'matrix' | 'config'>): Promise<Matrix> {
  if (matrix !== undefined) return matrix;
  if (config.matrix_path === undefined) return BUILT_IN_MATRIX;
  return readMatrix(await readJsonFile(config.matrix_path), config.matrix_path).matrix;
}
