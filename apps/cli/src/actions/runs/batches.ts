import { visible } from '@tapehaul/errors';
import type { BatchView } from '@tapehaul/runs';
import type { DirectoryOptions } from '../../options/output-directory.ts';
import { runControl } from '../../options/runs/run-control.ts';
import type { ServiceOptions } from '../../options/server-option.ts';
import { print, printJson } from '../../show/print.ts';
import { table } from '../../show/table.ts';

/** Options of `tapehaul batches`. */
export interface BatchesOptions extends DirectoryOptions, ServiceOptions {
  /** Only batches with files that have not ended. */
  readonly open?: boolean;
  readonly json?: boolean;
}

/** Batches that are shown as one table. */
const AT_ONCE = 500;

/** Lists the batches of a run in the order of its plan; gives the exit status. */
export async function batches(
  run: string | undefined,
  { open = false, json = false, ...place }: BatchesOptions,
): Promise<number> {
  const control = await runControl(place);
  let rows: BatchView[] = [];
  let isEmpty = true;
  for await (const batch of control.batches(run, { open })) {
    isEmpty = false;
    if (json) printJson(batch.line);
    else if (rows.push(batch) === AT_ONCE) {
      printTable(rows);
      rows = [];
    }
  }
  if (rows.length > 0) printTable(rows);
  if (isEmpty && !json) print(open ? 'no batch is open' : 'the run has no batches');
  return 0;
}

function printTable(rows: readonly BatchView[]): void {
  const body = rows.map(({ batch, left, worker, isHeld, claims, losses, failure }) => [
    batch,
    left,
    worker === null ? '' : visible(worker),
    isHeld ? 'working' : left > 0 ? 'waiting' : 'ended',
    claims,
    losses,
    failure === null ? '' : `${failure.code}: ${visible(failure.message)}`,
  ]);
  print(table(['batch', 'files left', 'worker', 'state', 'claims', 'lost', 'failure'], body));
}
