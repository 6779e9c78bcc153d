import { globSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openRecord } from '@tapehaul/workflow';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { command, directory, output, serve, serveSlowly, simulator, startCommand } from './collection.ts';
import { fleetRequest, startWorker, useDatabase, WAIT, workerProcesses } from './fleet-run.ts';
import { batchesOf, begin, expectAllThere, FILES, postgres, start } from './fleet-workers.ts';

describe('a worker', () => {
  const holders = async (): Promise<number> => (await batchesOf()).filter(({ isHeld }) => isHeld).length;

  test('that gets SIGTERM ends its files, gives back the rest at once, and ends with 143', async () => {
    await serveSlowly(200);
    const run = await begin('stopped');
    const first = start(['--slots', '1', '--grace', '20']);
    await run.reaches(20);
    first.child.kill('SIGTERM');
    expect((await first.child).exitCode).toBe(143);
    expect(first.lines).toContainEqual(
      expect.objectContaining({ kind: 'worker_batch', outcome: 'given_back', error: null }),
    );
    expect(first.lines.at(-1)).toMatchObject({ kind: 'worker_ended', running: 0 });
    expect(await holders()).toBe(0);
    expect((await batchesOf()).reduce((sum, { losses }) => sum + losses, 0)).toBe(0);
    expect(workerProcesses()).toEqual([]);
    simulator.faults.clear();
    start(['--slots', '2']);
    expect(await run.result).toMatchObject({ status: 'completed', proved_files: FILES });
    await expectAllThere();
  });

  test('answers whether it is live and ready, waits while the database is down, and continues', async () => {
    await serveSlowly(200);
    const run = await begin('down');
    const { listening } = await start(['--slots', '1', '--listen', '127.0.0.1:0']).line('worker_started');
    await run.reaches(20);
    const status = async (path: string): Promise<number> => (await fetch(`${listening}${path}`)).status;
    expect([await status('/livez'), await status('/readyz'), await status('/')]).toEqual([200, 200, 404]);
    await postgres.kill();
    await expect.poll(() => status('/readyz'), WAIT).toBe(503);
    expect(await status('/livez')).toBe(200);
    await postgres.start();
    await expect.poll(() => status('/readyz'), WAIT).toBe(200);
    simulator.faults.clear();
    expect(await run.result).toMatchObject({ status: 'completed', proved_files: FILES });
    await expectAllThere();
  });

  test('whose disk is full gives its batch back and ends with 7; the others continue', async () => {
    await serve();
    const run = await begin('full');
    await expect.poll(() => globSync('_runs/*/metadata.json', { cwd: output }), WAIT).toHaveLength(1);
    // A small disk at the path of the shared folder, which looks like that one.
    const disk = 'cp -r out/_runs runs && mount -t tmpfs -o size=300k tmpfs out && cp -r runs out/_runs';
    const script = `${disk} && mkdir out/.tapehaul && exec "${process.execPath}" "${command}" worker --slots 1`;
    const { exitCode, stderr } = await execa('unshare', ['--mount', '--map-root-user', 'sh', '-c', script], {
      cwd: directory,
      reject: false,
    });
    expect(stderr).toMatch(/^tapehaul: this worker ends: .*no space left/m);
    expect(exitCode).toBe(7);
    expect((await batchesOf()).flatMap(({ failure }) => failure ?? [])).toEqual([]);
    start(['--slots', '2']);
    // Its files are on a disk that it alone sees: only the outcomes are of interest here.
    expect(await run.result).toMatchObject({ status: 'completed', proved_files: FILES });
  });

  test('that has no database to work with says what to set or to start', async () => {
    await serve();
    const unset = await startWorker([], { TAPEHAUL_RECORD_URL: '' }).child;
    expect(unset.exitCode).toBe(2);
    expect(unset.stderr).toContain('Set TAPEHAUL_RECORD_URL to its address');
    const away = await startWorker([], { TAPEHAUL_RECORD_URL: 'postgres://secret:word@127.0.0.1:1/none' })
      .child;
    expect(away.exitCode).toBe(7);
    expect(away.stderr).not.toContain('word');
    const empty = await startWorker([], { TAPEHAUL_RECORD_URL: await postgres.createDatabase('empty') })
      .child;
    expect(empty.stderr).toContain('tapehaul migrate');
  });

  // A lease of 30 seconds has to run out, and workers search every ten seconds.
  test('coordinates a run whose owner was killed; stopped, it hands the run on at once, and another worker ends it', {
    timeout: 240_000,
  }, async () => {
    await serveSlowly(300);
    await useDatabase(await postgres.createDatabase('taken'));
    const config = join(directory, 'config.json');
    await writeFile(config, JSON.stringify({ ...fleetRequest(), max_parallel_downloads: 16 }));
    const owner = startCommand(['collect', config, '--on', 'fleet', '--json']);
    const first = start(['--slots', '8', '--grace', '1']);
    await first.line('worker_run');
    owner.kill('SIGKILL');
    await owner;
    expect(await first.line('worker_take_over')).toMatchObject({ step: 'begun' });
    first.child.kill('SIGTERM');
    expect((await first.child).exitCode).toBe(143);
    expect(first.lines.at(-1)).toMatchObject({ kind: 'worker_ended', coordinated: 0 });
    const record = await openRecord(output);
    // Its lease does not have to run out first.
    expect((await record.runs()).rows).toMatchObject([{ state: 'Crashed' }]);
    simulator.faults.clear();
    const second = start(['--slots', '8']);
    const state = async () => (await record.runs()).rows[0]?.state;
    await expect.poll(state, { ...WAIT, timeout: 120_000 }).toBe('Completed');
    await record.close();
    expect(second.lines).toContainEqual(expect.objectContaining({ kind: 'worker_take_over', step: 'begun' }));
    await expectAllThere();
  });
});
