import type { Catalog, ClaimedBatch, ClaimedTask, TaskChange } from '@tapehaul/catalog';
import { createDownloader } from '@tapehaul/downloader';
import type { ErrorRecord } from '@tapehaul/errors';
import type { BatchEnd, BatchRef, LocalEngine, Serving } from '@tapehaul/fleet';
import { s3Engine } from '@tapehaul/s3';
import { cellsAfter } from '../src/file/file-cells.ts';
import { plannedFile } from '../src/file/file-request.ts';
import { failedStateOf, fileStateOf } from '../src/file/file-states.ts';
import { heldObject } from '../src/file/held-object.ts';
import { FILE_TASK, type FileOutcome, fetchFile } from '../src/index.ts';
import { records } from '../src/record-store.ts';

/** How a worker of a test works. */
export interface WorkerOptions {
  readonly output: string;
  readonly endpoint: string;
  readonly name?: string;
  /** Called with each batch before its files are fetched; the error that it gives is why the batch is given back. */
  readonly onBatch?: (batch: BatchRef) => ErrorRecord | undefined;
}

/** A worker as small as one can be: it claims the batch that it is handed, fetches one file after the other, and hands each in. */
export function startWorker(engine: LocalEngine, options: WorkerOptions): Serving {
  return engine.serve(2, (ref, { signal }) => workOn(ref, signal, options));
}

async function workOn(ref: BatchRef, signal: AbortSignal, options: WorkerOptions): Promise<BatchEnd> {
  const { output, endpoint, name = 'worker', onBatch = () => undefined } = options;
  const catalog = await records.open(output);
  const engine = s3Engine({ endpoint, bucket: 'data.binance.vision', region: 'ap-northeast-1' });
  const retry = { retries: 0, delaySeconds: 0 };
  const downloader = createDownloader({ engines: [engine], target: output, retry });
  let claim: ClaimedBatch | undefined;
  try {
    claim = await catalog.claim(ref.run, { name: FILE_TASK, holder: name, batch: ref.no });
    if (claim === undefined) return 'done';
    const failure = onBatch(ref);
    if (failure !== undefined) {
      await catalog.release(claim, failure);
      return 'again';
    }
    for (const task of claim.tasks) {
      if (signal.aborted) break;
      const placing = { layout: 'lakehouse', on_replaced: 'take_new' } as const;
      const input = { ...plannedFile(task), held: task.held, placing };
      const outcome = await fetchFile(input, { downloader, signal, log: () => {} });
      await handIn(catalog, claim, task, outcome);
    }
    return signal.aborted ? 'again' : 'done';
  } finally {
    // What was withdrawn in the middle is given back; where the run has ended, the record refuses that.
    if (signal.aborted && claim !== undefined) await catalog.release(claim).catch(() => {});
    await Promise.all([downloader.close(), catalog.close().catch(() => {})]);
  }
}

async function handIn(
  catalog: Catalog,
  claim: ClaimedBatch,
  { taskId, name }: ClaimedTask,
  outcome: FileOutcome,
): Promise<void> {
  const { bytes, engine, status } = outcome;
  // An absent file has an error, too, and has not failed.
  const error = status === 'failed' ? outcome.error : null;
  const state = error === null ? fileStateOf(outcome) : failedStateOf(error);
  const [runId, at] = [claim.runId, Date.now()];
  const begun: TaskChange = { runId, taskId, name, state: 'Running', phase: 'running', attempt: 1, at };
  const failed = error === null ? {} : { errorCode: error.code, errorMessage: error.message };
  const brought = engine === null ? {} : { bytes, engine };
  const ended: TaskChange = { ...begun, state, phase: 'final', ...brought, ...failed };
  const isHeld = error === null && status !== 'absent';
  const cells = cellsAfter(ended, outcome.object);
  await catalog.handIn(claim, [
    { change: begun },
    {
      change: ended,
      ...(isHeld ? { object: heldObject(outcome, runId, at) } : {}),
      ...(cells === undefined ? {} : { cells }),
    },
  ]);
}
