import { expect, test } from 'vitest';
import { ArchiveCollectionWorkflow, resumeCollection } from '../src/index.ts';
import { collect, config, output, simulator } from './archive.ts';

/** The archive as a plain HTTP server has it: below a prefix, without listings. */
const mirror = (prefix: string) => ({
  planning: 'matrix',
  source: { endpoint: simulator.url, prefix, style: 'none' },
});
const RIGHT = 'data.binance.vision';
const WRONG = `${RIGHT}/copy`;
const allFiles = () => simulator.faults.add({ key: /2025-07-.*\.zip$/, fault: { kind: 'missing' } });

test('a mirror that answers 404 for every file because of its prefix ends the run with that setting', async () => {
  const origins = new Map([['source.prefix', 'file' as const]]);
  const result = await new ArchiveCollectionWorkflow(config(mirror(WRONG)), { origins }).execute();
  expect(result).toMatchObject({
    status: 'failed',
    exit_code: 1,
    error: {
      code: 'bucket_not_found',
      facts: { setting: 'source.prefix', origin: 'file', status: 404 },
      hint: expect.stringContaining('source.prefix'),
    },
  });
  expect(result.error?.message).toContain(`source.prefix is ${WRONG} (from the configuration file)`);
  const set = { 'source.prefix': RIGHT };
  const retried = await resumeCollection(output, { runId: result.run_id, failed: true, settings: set });
  expect(retried).toMatchObject({ status: 'completed', downloader_stats: { files_downloaded: 3 } });
});

test('a mirror that is the archive, but has no file of the request, completes: they are absent', async () => {
  allFiles();
  // Nothing of the series exists, nor is held.
  expect(await collect(mirror(RIGHT))).toMatchObject({ status: 'completed', exit_code: 4, error: null });
});

test('a mirror that has brought files before may have none of the next request, whatever it holds', async () => {
  await collect(mirror(RIGHT));
  simulator.faults.add({ key: /./, fault: { kind: 'missing' } });
  const next = await collect({ ...mirror(RIGHT), date_range: { start: '2025-07-05', end: '2025-07-06' } });
  expect(next).toMatchObject({ status: 'completed', exit_code: 0 });
});
