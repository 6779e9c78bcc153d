import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { acceptDisputes, rejectDisputes, resumeCollection, verifyFolder } from '../src/index.ts';
import { key, output, zipsBelow } from './archive.ts';
import {
  collectDisputed,
  digest,
  KEY,
  publishDigest,
  replaceUpstream,
  upstream,
} from './disputed-archive.ts';
import { inRecord } from './reported.ts';

const accept = (...names: string[]) =>
  Array.fromAsync(acceptDisputes(output, { names, by: 'ann', reason: 'rows agree' }));
const reject = (...names: string[]) => Array.fromAsync(rejectDisputes(output, { names }));
const inPlace = async (): Promise<string[]> =>
  (await zipsBelow(join(output, 'bronze'))).filter((path) => path.includes('07-02'));
const quarantined = (): Promise<string[]> => zipsBelow(join(output, '.tapehaul/quarantine'));
const verified = async (): Promise<string> => {
  const found = await Array.fromAsync(verifyFolder(output), ({ status }) => status);
  return [...new Set(found)].join();
};

/** Ways to plan that are tried: one by default. */
const PLANNINGS =
  process.env.TAPEHAUL_TRIALS === 'full' ? (['matrix', 'listing'] as const) : (['listing'] as const);

describe.each(PLANNINGS)('a disputed file, planned by %s', (planning) => {
  const again = (more: object = {}) => collectDisputed({ planning, ...more });

  test('is new once, and then named by each run without being fetched', async () => {
    const { result: first } = await again();
    expect(first.exit_code).toBe(6);
    const dispute = { key: KEY, published_sha256: digest('stale'), first_run_id: first.run_id };
    expect(first.disputes).toMatchObject([{ ...dispute, is_new: true, sha256: digest(await upstream()) }]);
    expect(join(output, first.disputes[0]?.quarantined ?? '')).toMatch(/quarantine.*2025-07-02\.zip$/);

    const { result, status, row, methods } = await again({ recheck: { listing_days: 0 } });
    expect(result).toMatchObject({
      status: 'completed',
      exit_code: 0,
      failures: [],
      disputes: [{ ...dispute, is_new: false }],
      collection_stats: { total_tasks: 3, skipped_tasks: 3, failed_tasks: 0, success_rate: 66.66 },
      metadata: { files: { Cached: { tasks: 2 }, Disputed: { tasks: 1 } } },
    });
    expect(status).toBe('disputed');
    // A listing says that nothing has changed; without one, two requests without a body do.
    expect(methods).toEqual(planning === 'listing' ? [] : ['HEAD', 'HEAD']);
    expect(row).toMatchObject({ verdict: 'disputed', path: null });
    const { rows: lines } = await inRecord((record) => record.logs(result.run_id, { level: 'warn' }));
    expect(lines.map(({ message }) => message).join()).toContain(`${KEY}: contradicts its checksum since`);
  });

  test('is proved once the archive has corrected its sidecar', async () => {
    await again();
    await publishDigest();
    const { result, status, row } = await again();
    expect(result).toMatchObject({ exit_code: 0, disputes: [], success_rate: 100 });
    expect(status).toBe('downloaded');
    expect(row).toMatchObject({ verdict: 'proved' });
    await expect(accept(KEY)).rejects.toMatchObject({ code: 'key_invalid' });
  });

  test('is fetched once the archive has replaced it, and a new dispute where that is no better', async () => {
    await again();
    await replaceUpstream();
    const { result } = await again();
    expect(result).toMatchObject({ exit_code: 6, disputes: [{ is_new: true, first_run_id: result.run_id }] });
    await publishDigest();
    expect((await again()).status).toBe('downloaded');
  });

  test('is fetched where everything is, and known where that brings the same', async () => {
    await again();
    const { result, methods, status } = await again({ force_redownload: true });
    expect(methods).toContain('GET');
    expect({ status, exit: result.exit_code }).toEqual({ status: 'disputed', exit: 0 });
  });
});

test('retrying the failed files of a run fetches a dispute only once something has changed', async () => {
  const { result } = await collectDisputed();
  const again = await resumeCollection(output, { failed: true });
  expect(again).toMatchObject({ run_id: result.run_id, exit_code: 0, disputes: [{ is_new: false }] });
});

describe('an accepted file', () => {
  test('is in place with who, when, why and both digests, and is not fetched again', async () => {
    await collectDisputed();
    const digests = { sha256: digest(await upstream()), published_sha256: digest('stale') };
    expect(await accept(KEY)).toMatchObject([
      { status: 'accepted', key: KEY, ...digests, by: 'ann', reason: 'rows agree', error: null },
    ]);
    expect(await readFile(join(output, 'bronze', (await inPlace())[0] ?? ''))).toEqual(await upstream());
    expect(await quarantined()).toEqual([]);
    expect(await verified()).toBe('intact');
    for (const more of [{ planning: 'listing' }, { planning: 'matrix' }, { paranoid: true }]) {
      const { result, status, row, methods } = await collectDisputed(more);
      expect(result).toMatchObject({ exit_code: 0, disputes: [], success_rate: 100 });
      expect({ status, methods }).toEqual({ status: 'cached', methods: [] });
      const accepted = { by: 'ann', reason: 'rows agree', at: expect.stringMatching(/Z$/) };
      expect(row).toMatchObject({ verdict: 'accepted', ...digests, accepted });
    }
    expect(await verified()).toBe('intact');
    expect(await accept(KEY)).toMatchObject([{ status: 'held', by: 'ann' }]);
  });

  test('is proved by a sidecar that the archive publishes later', async () => {
    await collectDisputed();
    await accept(KEY);
    await publishDigest();
    const { row } = await collectDisputed({ planning: 'listing' });
    expect(row).toMatchObject({ verdict: 'proved' });
  });

  test('must be the one that was put aside', async () => {
    await collectDisputed();
    const file = join(output, '.tapehaul/quarantine', (await quarantined())[0] ?? '');
    await writeFile(file, 'another');
    const error = { code: 'checksum_disputed', hint: expect.stringContaining(`tapehaul reject ${KEY}`) };
    expect(await accept(KEY)).toMatchObject([{ status: 'failed', error }]);
    await rm(file);
    expect(await accept(KEY)).toMatchObject([{ status: 'failed', error }]);
    expect(await inPlace()).toEqual([]);
  });

  test('is accepted by the same call again after a process died that had moved it and not recorded it', async () => {
    await collectDisputed();
    const place = (await inRecord((record) => record.dispute(KEY)))?.path ?? '';
    const file = join(output, '.tapehaul/quarantine', (await quarantined())[0] ?? '');
    await mkdir(dirname(join(output, place)), { recursive: true });
    await copyFile(file, join(output, place));
    // A collection in between takes no file for proved that nobody has accepted.
    expect(await collectDisputed()).toMatchObject({ status: 'disputed', row: { verdict: 'disputed' } });
    expect(await accept(KEY)).toMatchObject([{ status: 'accepted' }]);
    expect(await verified()).toBe('intact');
  });

  test('is accepted once where a process died that had recorded it and not emptied the quarantine', {
    tags: 'heavy',
  }, async () => {
    await collectDisputed();
    const file = join(output, '.tapehaul/quarantine', (await quarantined())[0] ?? '');
    await accept(KEY);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, await upstream());
    expect(await accept(KEY)).toMatchObject([{ status: 'held', by: 'ann' }]);
    expect(await quarantined()).toEqual([]);
    expect((await collectDisputed({ recheck: { listing_days: 0 } })).status).toBe('cached');
  });

  test('leaves its place when it is rejected, and is fetched again', async () => {
    await collectDisputed();
    await accept(KEY);
    expect(await reject(KEY)).toMatchObject([{ status: 'rejected' }]);
    expect(await inPlace()).toEqual([]);
    // The manifest of the run that accepted it names it, and does not count any more.
    expect(await verified()).toBe('intact');
    await publishDigest();
    expect((await collectDisputed()).status).toBe('downloaded');
  });
});

test('a rejected file is forgotten: the next run fetches it, and it is a new dispute where nothing has changed', async () => {
  await collectDisputed();
  expect(await reject(KEY)).toMatchObject([{ status: 'rejected', key: KEY }]);
  expect(await quarantined()).toEqual([]);
  const { result } = await collectDisputed();
  expect(result).toMatchObject({ exit_code: 6, disputes: [{ is_new: true }] });
});

test('files are named by key, path or name, or by the run that met them; a wrong name has the nearest', {
  tags: 'heavy',
}, async () => {
  const { result } = await collectDisputed();
  const hint = `Did you mean ${KEY}? Disputed: ${KEY}.`;
  await expect(accept(key('20'))).rejects.toMatchObject({ code: 'key_invalid', hint });
  const path = (await inRecord((record) => record.dispute(KEY)))?.path ?? '';
  const names = [KEY, `${KEY}.CHECKSUM`, path, join(output, path), KEY.split('/').at(-1) ?? ''];
  expect(await accept(...names)).toHaveLength(1);
  const runId = result.run_id.slice(-6);
  await expect(Array.fromAsync(rejectDisputes(output, { names: [], runId }))).rejects.toMatchObject({
    code: 'key_invalid',
    hint: 'No file of this directory is disputed.',
  });
});
