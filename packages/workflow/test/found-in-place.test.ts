import { glob, readFile, rm, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { collect, key, output, simulator, zipsBelow } from './archive.ts';
import { intoLake, lake, lakeFiles } from './bucket-lake.ts';

/** The lines of the manifest of a run, with the same id for each run. */
async function manifestOf(runId: string): Promise<string> {
  const text = await readFile(join(output, '_runs', runId, 'manifest.ndjson'), 'utf8');
  return text.replaceAll(runId, 'RUN');
}

/** Loses the record and what runs left, as if each file was published just before a kill; also the first day, as if that was in progress. */
async function killedBeforeRecording(isBucket: boolean): Promise<void> {
  for (const own of ['.tapehaul', '_runs']) await rm(join(output, own), { recursive: true });
  const isFirst = (path: string): boolean => path.includes('2025-07-01');
  if (isBucket) for (const path of lakeFiles('').filter(isFirst)) lake.objects.delete(`raw/${path}`);
  else for await (const path of glob('bronze/**/*2025-07-01*', { cwd: output })) await rm(join(output, path));
}

const collections = ['folder', 'bucket'].flatMap((place) =>
  ['s3', 's5cmd'].flatMap((engine) => ['matrix', 'listing'].map((planning) => ({ place, engine, planning }))),
);

describe('files that a killed process had published and not recorded, or that a person had in place', () => {
  test.each(collections)(
    'have the lines of a download in the manifest, in a $place, over $engine, planned by $planning',
    async ({ place, engine, planning }) => {
      const isBucket = place === 'bucket';
      const more = { engine, planning, ...(isBucket ? intoLake() : {}) };
      const first = await collect(more);
      expect(first).toMatchObject({ status: 'completed', proved_files: 3 });
      const wanted = await manifestOf(first.run_id);
      await killedBeforeRecording(isBucket);
      simulator.requests.clear();
      const again = await collect(more);
      expect(again.metadata.files).toMatchObject({ Completed: { tasks: 1 }, Cached: { tasks: 2 } });
      expect(await manifestOf(again.run_id)).toBe(wanted);
      const knows = engine === 's3' || planning === 'listing';
      for (const line of wanted.trimEnd().split('\n')) {
        const { etag, last_modified, depth } = JSON.parse(line);
        expect([etag !== null, last_modified !== null, depth]).toEqual([knows, knows, 'deep']);
      }
      // Nothing is fetched again: at most one request shows which version the archive has.
      const requests = simulator.requests.list({ key: key('02'), operation: 'object' });
      expect(requests).toHaveLength(engine === 's3' && planning === 'matrix' ? 1 : 0);
    },
  );
});

test('a file that was altered since is fetched again, also where its sidecar stands beside it', async () => {
  const first = await collect({ planning: 'matrix' });
  const wanted = await manifestOf(first.run_id);
  const [, path = ''] = await zipsBelow(join(output, 'bronze'));
  await truncate(join(output, 'bronze', path), 50);
  await killedBeforeRecording(false);
  const again = await collect({ planning: 'matrix' });
  expect(await manifestOf(again.run_id)).toBe(wanted);
});
