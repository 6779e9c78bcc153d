import { setTimeout as sleep } from 'node:timers/promises';
import type { ClaimedTask, HandedIn } from '@tapehaul/catalog';
import { TapehaulError } from '@tapehaul/errors';
import { postgresRecords } from '../src/index.ts';
import { NAME, object } from './test-rows.ts';

/** Tasks that are handed in together. */
const GROUP = 50;

/** What a worker reports: that it has handed in a part of a batch, or at its end what it has done. */
export interface Report {
  /** Batches that it has claimed, each with the epoch of the claim. */
  readonly claims: readonly string[];
  /** Tasks that it has handed in. */
  readonly done: number;
  /** Batches that it has lost to others. */
  readonly lost: number;
  readonly isEnded: boolean;
}

// Works on batches of a run until nothing is left. `leaseSeconds` is short for a worker that is going to be stopped: it
// reports each part of a batch, and continues once that was received.
const [, , url = '', root = '', holder = '', leaseSeconds = '60', isSlow = ''] = process.argv;
const catalog = await postgresRecords(url).open(root);
const claims: string[] = [];
let [done, lost] = [0, 0];

const attempted = ({ taskId }: ClaimedTask): HandedIn[] => {
  const change = { runId: 'r1', taskId, name: NAME, attempt: 1, at: Date.now() };
  return [
    { change: { ...change, state: 'Running', phase: 'running' } },
    {
      change: { ...change, state: 'Completed', phase: 'final' },
      object: object('r1', taskId, { path: `bronze/${holder}/${taskId}` }),
    },
  ];
};

function report(isEnded: boolean): void {
  process.send?.({ claims, done, lost, isEnded } satisfies Report);
}

async function isLeft(): Promise<boolean> {
  const { Scheduled, Running } = await catalog.counts('r1', NAME);
  return (Scheduled?.tasks ?? 0) + (Running?.tasks ?? 0) > 0;
}

while (await isLeft()) {
  const batch = await catalog.claim('r1', { name: NAME, holder, leaseSeconds: Number(leaseSeconds) });
  if (batch === undefined) {
    await sleep(20);
    continue;
  }
  const { tasks, ...claim } = batch;
  claims.push(`${claim.batch}:${claim.epoch}`);
  for (let at = 0; at < tasks.length; at += GROUP) {
    const group = tasks.slice(at, at + GROUP);
    try {
      await catalog.handIn(claim, group.flatMap(attempted));
    } catch (error) {
      if (!(error instanceof TapehaulError) || error.code !== 'batch_lost') throw error;
      lost += 1;
      break;
    }
    done += group.length;
    if (isSlow === '') continue;
    const received = new Promise((resolve) => process.once('message', resolve));
    report(false);
    await received;
  }
}
await catalog.close();
report(true);
process.disconnect();
