import { copyFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { resumeCollection } from '../src/index.ts';
import { collect, directory, output, simulator } from './archive.ts';

const example = fileURLToPath(new URL('../../../examples/binance_archive_matrix.json', import.meta.url));

test('a run whose plan is stored continues without the file of its matrix', async () => {
  const matrix_path = join(directory, 'matrix.json');
  await copyFile(example, matrix_path);
  simulator.faults.add({ key: /03\.zip$/, fault: { kind: 'status', status: 403 } });
  expect(await collect({ matrix_path, task_retry_attempts: 0 })).toMatchObject({
    status: 'completed_with_failures',
  });
  simulator.faults.clear();
  await rm(matrix_path);
  const again = await resumeCollection(output, { failed: true });
  expect(again).toMatchObject({ status: 'completed', error: null, collection_stats: { total_tasks: 3 } });
});
