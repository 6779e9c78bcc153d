import { setImmediate } from 'node:timers/promises';
import { TapehaulError } from '@tapehaul/errors';
import { type CatalogReader, FLOW_NAME } from '@tapehaul/workflow';
import * as z from 'zod';
import type { Reach } from '../../access/reach.ts';
import type { Records } from '../../records/records.ts';
import type { RunReader } from '../../runs/queue/run-reader.ts';
import type { ShownRun } from '../../runs/schema/run-schema.ts';
import type { RunViews } from '../../runs/view/run-views.ts';

/** Which runs, and how many. */
export interface RunListQuery {
  readonly state?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** What is known of a run before it is shown. */
interface Entry {
  readonly runId: string;
  readonly state: string;
  /** The directory of its record; undefined where it has none. */
  readonly directory: string | undefined;
  readonly show: (record: CatalogReader | undefined) => Promise<ShownRun | undefined>;
}

/** The records that runs are listed from. */
export type ListedRecords = Pick<Records, 'directories' | 'nameOf' | 'read'>;

/** What runs are listed from. */
export interface RunListParts {
  readonly records: ListedRecords;
  readonly reader: Pick<RunReader, 'queued'>;
  readonly views: Pick<RunViews, 'recorded' | 'waiting' | 'listed'>;
}

/** Rows that are read of a record before others get their turn. */
const TURN = 1_000;

const cursorSchema = z.tuple([z.literal('runs'), z.string().min(1)]);

/**
 * A page of the runs of the output directories within reach and of the queue, the newest first: ids begin with their time. Rejects with a
 * TapehaulError `cursor_invalid`.
 */
export async function listRuns(
  parts: RunListParts,
  { state, limit, cursor }: RunListQuery,
  reach: Reach,
): Promise<{ rows: ShownRun[]; next: string | null }> {
  const states = state?.split(',');
  const before = cursor === undefined ? undefined : placeOf(cursor);
  const entries = new Map<string, Entry>();
  const { reader, views } = parts;
  for (const queued of reader.queued) {
    const { runId, name } = queued;
    if (!reach.has(name)) continue;
    const view = views.waiting(queued);
    entries.set(runId, { runId, state: view.state, directory: undefined, show: async () => view });
  }
  // What is recorded of a run says more than its place in the queue.
  for await (const entry of recordedRuns(parts, reach)) entries.set(entry.runId, entry);
  const wanted = [...entries.values()]
    .filter((it) => (states?.includes(it.state) ?? true) && (before === undefined || it.runId < before))
    .sort((a, b) => (a.runId < b.runId ? 1 : -1));
  const page = wanted.slice(0, limit);
  const last = wanted.length > limit ? page.at(-1) : undefined;
  return {
    rows: await shownRuns(parts, page),
    next: last === undefined ? null : cursorOf(last.runId),
  };
}

/** Shows runs in their order. Those of a record are read together; what is gone meanwhile is left out. */
async function shownRuns({ records }: RunListParts, page: readonly Entry[]): Promise<ShownRun[]> {
  const shown = new Map<string, ShownRun | undefined>();
  for (const [directory, entries] of Map.groupBy(page, (entry) => entry.directory)) {
    const showAll = (record: CatalogReader | undefined) =>
      Promise.all(entries.map(async ({ runId, show }) => void shown.set(runId, await show(record))));
    if (directory === undefined) await showAll(undefined);
    else await records.read(directory, showAll);
  }
  return page.flatMap(({ runId }) => shown.get(runId) ?? []);
}

async function* recordedRuns({ records, views }: RunListParts, reach: Reach): AsyncGenerator<Entry> {
  for (const directory of await records.directories()) {
    const name = records.nameOf(directory);
    if (!reach.has(name)) continue;
    const withRecord = <Result>(read: (record: CatalogReader) => Promise<Result>) =>
      records.read(directory, read);
    let cursor: string | null | undefined;
    while (cursor !== null) {
      const from: { cursor?: string } = cursor === undefined ? {} : { cursor };
      const page = await withRecord((record) => record.runs({ flow: FLOW_NAME, limit: TURN, ...from }));
      for (const listed of page?.rows ?? []) {
        const { runId, state } = listed;
        const show: Entry['show'] = (record) =>
          views.listed({ directory, run: listed }, async () => {
            const run = await record?.run(runId);
            return record && run && views.recorded({ directory, name, record, run });
          });
        yield { runId, state, directory, show };
      }
      cursor = page?.next ?? null;
      await setImmediate();
    }
  }
}

function cursorOf(runId: string): string {
  return Buffer.from(JSON.stringify(['runs', runId])).toString('base64url');
}

function placeOf(cursor: string): string {
  try {
    return cursorSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))[1];
  } catch (cause) {
    throw new TapehaulError('cursor_invalid', `"${cursor}" is no cursor of this list`, {
      cause,
      hint: 'Give what the page before said; or none, to begin at the first page.',
    });
  }
}
