import { appendFile, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { collect, output, serve, simulator, startCommand, zips } from './collection.ts';

const lines = (stdout: string) =>
  stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
const verify = (...args: string[]) => startCommand(['verify', output, ...args]);

test('nothing is called intact where there is nothing to verify', { tags: 'heavy' }, async () => {
  await serve();
  await collect();
  const folders = [join(output, 'bronze', 'typo'), join(output, '.tapehaul', 'catalog.db')];
  for (const folder of [...folders, join(output, '.tapehaul')]) {
    const { exitCode, stderr } = await startCommand(['verify', folder]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('the output directory of a collection');
  }
});

describe('a collection’s manifest', () => {
  test('lists every file of the plan with its proof, and proves the folder without us', {
    tags: 'heavy',
  }, async () => {
    await serve();
    simulator.faults.add({ key: /2025-07-03\.zip$/, fault: { kind: 'missing' } });
    simulator.faults.add({ key: /2025-07-04\.zip\.CHECKSUM$/, fault: { kind: 'missing' } });
    const { result } = await collect();
    const folder = join(output, '_runs', result.run_id);
    const rows = lines(await readFile(join(folder, 'manifest.ndjson'), 'utf8'));
    expect(rows).toHaveLength(15);
    expect(rows.filter(({ verdict }) => verdict === 'proved')).toHaveLength(13);
    const of = (day: string) => rows.find(({ key }) => key.includes(day));
    expect(of('07-03')).toMatchObject({ verdict: 'absent', path: null, sha256: null });
    expect(of('07-04')).toMatchObject({ verdict: 'unverified', published_sha256: null });
    expect(of('07-05')).toMatchObject({
      path: expect.stringMatching(/^bronze\/.*2025-07-05\.zip$/),
      size: expect.any(Number),
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      published_sha256: of('07-05').sha256,
      etag: expect.any(String),
      last_modified: expect.stringMatching(/Z$/),
      run: result.run_id,
    });
    const checked = await execa('sha256sum', ['-c', '--quiet', `_runs/${result.run_id}/SHA256SUMS`], {
      cwd: output,
    });
    expect(checked.exitCode).toBe(0);

    expect(JSON.parse(await readFile(join(folder, 'metadata.json'), 'utf8'))).toEqual(result.metadata);
    expect(result.metadata).toMatchObject({
      id: result.ingestion_metadata_id,
      status: 'completed',
      storage_zones: ['bronze'],
      files: { Completed: { tasks: 13 }, Absent: { tasks: 1 }, Unverified: { tasks: 1 } },
      manifest: 'manifest.ndjson',
    });
  });
});

describe('verify', () => {
  test('finds what has changed or is missing since, with exit status 6', async () => {
    await serve();
    const { result } = await collect();
    const { exitCode, stdout } = await verify('--json');
    expect(exitCode).toBe(0);
    expect(lines(stdout).at(-1)).toEqual({
      kind: 'summary',
      intact: 15,
      changed: 0,
      broken: 0,
      missing: 0,
      unproved: 0,
      unreadable: 0,
      not_read: 0,
    });

    const [changed = '', missing = ''] = await zips();
    await writeFile(join(output, changed), 'not what it was');
    await rm(join(output, missing));
    await writeFile(join(output, 'bronze', 'stranger.zip'), 'from elsewhere');
    const bad = await verify();
    expect(bad.exitCode).toBe(6);
    expect(bad.stdout).toContain(`changed  ${changed}`);
    expect(bad.stdout).toContain(`missing  ${missing}`);
    expect(bad.stdout).toContain('unproved bronze/stranger.zip');
    expect(bad.stdout).toContain('13 intact, 1 changed, 1 missing, 1 unverifiable');
    const ofRun = lines((await verify('--run', result.run_id, '--json')).stdout);
    expect(ofRun.at(-1)).toMatchObject({ intact: 13, unproved: 0 });
  });

  test('goes by the sidecars where there is no manifest', { tags: 'heavy' }, async () => {
    await serve();
    await collect();
    await rm(join(output, '_runs'), { recursive: true });
    const [changed = ''] = await zips();
    await writeFile(join(output, changed), 'not what it was');
    const { exitCode, stdout } = await verify('--json');
    expect(exitCode).toBe(6);
    expect(lines(stdout).find(({ status }) => status === 'changed')).toMatchObject({ path: changed });
    expect(basename(changed)).toMatch(/\.zip$/);
  });

  test('continues behind what it cannot read, with exit status 6', { tags: 'heavy' }, async () => {
    await serve();
    const { result } = await collect();
    await appendFile(join(output, '_runs', result.run_id, 'manifest.ndjson'), '{}\n');
    const { exitCode, stdout } = await verify();
    expect(exitCode).toBe(6);
    expect(stdout).toContain(`unreadable _runs/${result.run_id}/manifest.ndjson\n           line 16 of `);
    expect(stdout).toContain('15 intact, 0 changed, 0 missing, 0 unverifiable');
    expect(stdout).toContain(', 1 unreadable');
  });

  test('of nothing is refused', async () => {
    await serve();
    const { exitCode, stderr } = await verify();
    expect(exitCode).toBe(2);
    expect(stderr).toContain('there is no directory');
  });
});

test('verify --deep reads the zips, too, --read-data-subset a part of them', { tags: 'heavy' }, async () => {
  await serve();
  await collect({ proof: 'published' });
  const part = await verify('--deep', '--read-data-subset', '1/2');
  expect(part.exitCode).toBe(0);
  const [, intact = '', unread = ''] = /^(\d+) intact, .*, 0 broken, (\d+) not read$/.exec(part.stdout) ?? [];
  expect(Number(intact) + Number(unread)).toBe((await zips()).length);
  const none = await verify('--read-data-subset', 'half');
  expect([none.exitCode, none.stderr]).toEqual([2, expect.stringContaining('"half" is no subset')]);
});
