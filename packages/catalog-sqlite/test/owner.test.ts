import { existsSync } from 'node:fs';
import type { ControlRequest } from '@tapehaul/catalog';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openCatalog } from '../src/index.ts';
import { DEAD, object, path, run, tamper, tasks, walk } from './test-catalog.ts';

function disown(pid: number, heartbeatAt = Date.now()): void {
  tamper('UPDATE runs SET owner_pid = ?, heartbeat_at = ?', pid, heartbeatAt);
}

/** The next look finds that the owner was silent for too long, and nothing else of it, as of one on another host. */
function silence(): void {
  tamper('UPDATE runs SET owner_process_start = NULL, heartbeat_at = heartbeat_at - 120000');
}

describe('an owner that was silent', () => {
  afterEach(() => vi.useRealTimers());

  test.runIf(existsSync('/proc/self/stat'))('lives as long as its process, stopped or asleep', async () => {
    const owner = openCatalog(path);
    await owner.startRun(run('r1'));
    tamper('UPDATE runs SET heartbeat_at = heartbeat_at - 120000');
    const second = openCatalog(path);
    expect(await second.markCrashedRuns()).toEqual([]);
    tamper('UPDATE runs SET owner_process_start = owner_process_start - 1');
    expect(await second.markCrashedRuns()).toEqual(['r1']);
    await second.close();
    await owner.close();
  });

  test('and lost its run to another writes nothing more of it, and receives cancel', async () => {
    const requests: ControlRequest[] = [];
    const lost = openCatalog(path);
    await lost.startRun(run('r1'), { onRequest: (request) => requests.push(request) });
    await lost.planTasks('r1', tasks('a', 'b'));
    walk(lost, 'r1', 'a', ['Running']);
    await lost.settled();
    silence();
    const owner = openCatalog(path);
    await owner.resumeRun('r1', { failed: false });
    walk(owner, 'r1', 'a', ['Running']);
    await owner.settled();
    const before = {
      history: await owner.runHistory('r1'),
      counts: await owner.counts('r1'),
      run: await owner.run('r1'),
    };

    walk(lost, 'r1', 'a', ['Running', 'Cancelled']);
    lost.recordRun('r1', 'Paused', Date.now());
    lost.recordObject(object('r1', 'a'));
    lost.recordLog({ runId: 'r1', taskId: null, attempt: 1, at: 1, level: 'info', message: 'I live' });
    const refused = expect.objectContaining({ code: 'output_in_use' });
    await expect(lost.planTasks('r1', tasks('c'))).rejects.toThrow(refused);
    lost.endRun('r1', 'Cancelled', { by: 'the one that lost it' });
    expect(requests).toEqual(['cancel']);
    await lost.close();

    expect({
      history: await owner.runHistory('r1'),
      counts: await owner.counts('r1'),
      run: { ...(await owner.run('r1')), owner: before.run?.owner },
    }).toEqual(before);
    expect((await owner.logs('r1')).rows).toEqual([]);
    expect(await owner.find('a')).toBeUndefined();
    await expect(owner.startRun(run('r2'))).rejects.toThrow(refused);
    owner.endRun('r1', 'Completed', null);
    expect((await owner.run('r1'))?.state).toBe('Completed');
    await owner.close();
  });

  test('takes no request that is meant for the next owner', async () => {
    vi.useFakeTimers({ now: Date.now() });
    const received: string[] = [];
    const lost = openCatalog(path);
    await lost.startRun(run('r1'), { onRequest: (request) => received.push(`lost ${request}`) });
    silence();
    const owner = openCatalog(path);
    await owner.resumeRun(
      'r1',
      { failed: false },
      { onRequest: (request) => received.push(`owner ${request}`) },
    );
    await owner.request('r1', 'pause');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(received.sort()).toEqual(['lost cancel', 'owner pause']);
    await owner.close();
    await lost.close();
  });

  test('leaves a run that it closed unfinished to the next', async () => {
    const owner = openCatalog(path);
    await owner.startRun(run('r1'));
    await owner.close();
    const second = openCatalog(path);
    // This process lives, and nobody works on the run all the same.
    expect(await second.run('r1')).toMatchObject({ state: 'Crashed' });
    expect(await second.markCrashedRuns()).toEqual(['r1']);
    await second.close();
  });
});

describe('the owner of a run', () => {
  beforeEach(() => vi.useFakeTimers({ now: Date.now() }));
  afterEach(() => vi.useRealTimers());

  test('receives the requests of other processes, and is notified when it was taken for dead', async () => {
    const requests: ControlRequest[] = [];
    const owner = openCatalog(path);
    await owner.startRun(run('r1'), { onRequest: (request) => requests.push(request) });
    const other = openCatalog(path);
    await other.request('r1', 'pause');
    vi.advanceTimersByTime(1_000);
    expect(requests).toEqual(['pause']);
    disown(DEAD);
    await other.markCrashedRuns();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(requests).toEqual(['pause', 'cancel']);
    await expect(other.request('r1', 'resume')).rejects.toThrow(
      expect.objectContaining({ code: 'run_ended' }),
    );
    await other.close();
    await owner.close();
  });
});
