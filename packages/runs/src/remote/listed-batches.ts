import type { ServiceClient } from '@tapehaul/client';
import type { BatchFilter } from '../run-control.ts';
import { type BatchView, batchView } from '../run-view.ts';
import { answered } from './answers.ts';

/** Rows of a page that is requested. */
const PAGE = 1_000;

/** The batches of a run of a service, in the order of the plan. */
export async function* listedBatches(
  client: ServiceClient,
  run: string,
  { open = false }: BatchFilter,
): AsyncGenerator<BatchView, void, undefined> {
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const query = {
      limit: PAGE,
      open: open ? 'true' : 'false',
      ...(cursor === undefined ? {} : { cursor }),
    } as const;
    const answer = await client.GET('/v1/runs/{run}/batches', { params: { path: { run }, query } });
    const page: { readonly rows: readonly Row[]; readonly next: string | null } = answered(answer);
    for (const { is_held: isHeld, ...row } of page.rows) yield batchView({ ...row, isHeld });
    cursor = page.next;
  }
}

type Row = Omit<BatchView, 'isHeld' | 'line'> & { readonly is_held: boolean };
