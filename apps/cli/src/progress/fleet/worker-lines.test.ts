import { TapehaulError } from '@tapehaul/errors';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { outputJsonSchema } from '../../json/output-schema.ts';
import { jsonLine } from '../../show/print.ts';
import { WorkerLines } from './worker-lines.ts';

const COUNTS = { running: 1, coordinated: 0, batches: 2, files: 30, failed: 1, bytes: 4_096 };
const TROUBLE = new TapehaulError('engine_unavailable', 'the queue does not answer', { hint: 'Wait.' });

test('every line of a worker is as the schema of the output says', () => {
  const of = { run_id: 'r', output_directory: '/data' };
  const lines: { readonly kind?: string }[] = [];
  const worker = new WorkerLines(true, (line) => void lines.push(JSON.parse(jsonLine(line))));
  worker.started({ name: 'host-1', database: 'postgres://host/db', staging: '/tmp/s' }, 2, undefined);
  worker.event({ kind: 'worker_run', ...of, staging: '/tmp/s', workers: 3 });
  const batch = { kind: 'worker_batch', run_id: 'r', batch: 1, files: 3, bytes: 9, seconds: 0.5 } as const;
  worker.event({ ...batch, outcome: 'done', planned: null, error: null });
  worker.event({ ...batch, outcome: 'failed', planned: 4, error: TROUBLE.toJSON() });
  worker.event({ kind: 'worker_take_over', ...of, step: 'begun', error: null });
  worker.runEvent('r', { kind: 'batch', transfers: 2, succeeded: 2, failed: 0 });
  worker.progress(COUNTS);
  worker.trouble(TROUBLE);
  worker.stopping('gently', 60);
  worker.ended(COUNTS);
  const isOfSchema = new Ajv2020({ strict: false }).compile(outputJsonSchema());
  expect(lines.filter((line) => !isOfSchema(line))).toEqual([]);
  expect(new Set(lines.map(({ kind }) => kind)).size).toBe(9);
  // Not everything is such a line.
  expect(isOfSchema({ kind: 'worker_ended', files: 1 })).toBe(false);
});
