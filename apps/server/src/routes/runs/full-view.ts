import { setTimeout as sleep } from 'node:timers/promises';
import { endOfRun } from '@tapehaul/runs';
import type { HostPaths } from '../../records/host-paths.ts';
import type { Records } from '../../records/records.ts';
import { eventText } from '../../runs/events/event-log.ts';
import { whenContinued } from '../../runs/events/file-counts-fold.ts';
import { sendLog, type Write } from '../../runs/events/followers.ts';
import type { RunEventLog } from '../../runs/events/run-event-log.ts';
import type { RunReadings } from '../../runs/feeds/run-readings.ts';
import type { RunReader } from '../../runs/queue/run-reader.ts';
import type { ShownRun } from '../../runs/schema/run-schema.ts';
import type { RunViews } from '../../runs/view/run-views.ts';

/** How often the record of a run of another process is read, in milliseconds. */
const CHECK_EVERY = 1_000;

/** What the events of a run are read from. */
export interface FullViewParts {
  readonly reader: Pick<RunReader, 'eventsOf' | 'queuedRun'>;
  readonly records: Pick<Records, 'readRun'>;
  readonly readings: Pick<RunReadings, 'shown'>;
  readonly views: Pick<RunViews, 'recorded'>;
  /** Takes paths of this machine out of what is sent. */
  readonly hostPaths: HostPaths;
}

/** Sends events behind a number, 0 for none, until the last one. */
type Send = (since: number, write: Write, gone: AbortSignal) => Promise<void>;

/** Each event of a run, to be sent. Rejects with a TapehaulError `run_not_found`. */
export async function fullView(runId: string, parts: FullViewParts): Promise<Send> {
  const { reader, readings, hostPaths } = parts;
  const snapshot = await readings.shown(runId);
  return async (since, write, gone) => {
    const log = reader.eventsOf(runId);
    if (log === undefined) {
      await write(eventText('snapshot', hostPaths.value(snapshot)));
      return sendRecord(runId, parts, write, gone);
    }
    let from = since;
    if (since === 0 || !log.after(since).isWhole) {
      from = log.before;
      const files = filesBefore(log, snapshot, reader.queuedRun(runId)?.kind === 'retry');
      await write(eventText('snapshot', hostPaths.value({ ...snapshot, files }), from));
    }
    await sendLog(log, from, write, gone);
  };
}

/** Files by state before the events that are kept: what those say of files adds to it. */
function filesBefore(
  log: RunEventLog,
  { files }: Pick<ShownRun, 'files'>,
  failed: boolean,
): ShownRun['files'] {
  return log.countsBefore ?? whenContinued(files, { failed });
}

/** Sends snapshots of a run of another process, from its record, until it has ended. */
async function sendRecord(
  runId: string,
  { records, views, hostPaths }: Pick<FullViewParts, 'records' | 'views' | 'hostPaths'>,
  write: Write,
  gone: AbortSignal,
): Promise<void> {
  for (;;) {
    const { now, end } = await records.readRun(runId, async (found) => ({
      now: hostPaths.value(await views.recorded(found)),
      end: hostPaths.value(endOfRun(found.run)),
    }));
    if (now.ended_at !== null) return write(eventText('ended', { kind: 'ended', ...end }));
    await write(eventText('snapshot', now));
    await sleep(CHECK_EVERY, undefined, { signal: gone });
  }
}
